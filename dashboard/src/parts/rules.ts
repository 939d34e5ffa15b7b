import { ApiError } from "../api/problem"

const below = (error: unknown, field: string): string[] =>
  error instanceof ApiError
    ? [...error.fields.keys()].filter((key) => key === field || key.startsWith(`${field}.`))
    : []

/** The rule that a field breaks, or the first of those that something in it breaks, as `events.0`. */
export function ruleBelow(error: unknown, field: string): string | null {
  const [first] = below(error, field)
  return error instanceof ApiError && first !== undefined ? (error.fields.get(first) ?? null) : null
}

/** These fields and what is in them, as an error names them. */
export const shownOf = (error: unknown, ...fields: readonly string[]): string[] =>
  fields.flatMap((field) => below(error, field))
