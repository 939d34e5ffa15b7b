// Which rule of the API a field breaks. A field of an operation's parameters is called by its own name here.
import { ApiError } from "../../api/problem"

/** The rule that a field breaks; undefined: none. */
export function fieldError(error: unknown, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  return error.fields.get(name) ?? error.fields.get(`parameters.${name}`)
}

/** The error, unless it is said at some of these fields already. */
export function otherError(error: unknown, names: readonly string[]): unknown {
  return names.some((name) => fieldError(error, name)) ? null : error
}
