// Which rule of the API a field breaks. A field of an operation's parameters is called by its own name here.
import { besides, ruleOf } from "../../parts/fields"

const PARAMETERS = "parameters."

/** The rule that a field breaks; null: none. */
export const fieldError = (error: unknown, name: string): string | null =>
  ruleOf(error, name) ?? ruleOf(error, PARAMETERS + name)

/** The error, unless all of it is said at these fields. */
export const otherError = (error: unknown, names: readonly string[]): unknown =>
  besides(error, ...names, ...names.map((name) => PARAMETERS + name))
