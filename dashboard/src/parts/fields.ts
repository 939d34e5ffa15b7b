import { ApiError } from "../api/problem"

/** The rule that a field breaks, as the platform said it; null for every other error. */
export function ruleOf(error: unknown, field: string): string | null {
  return error instanceof ApiError ? (error.fields.get(field) ?? null) : null
}

/** The error, unless it is about fields that all show it themselves. */
export function besides(error: unknown, ...shown: readonly string[]): unknown {
  if (!(error instanceof ApiError) || error.fields.size === 0) return error
  return [...error.fields.keys()].every((field) => shown.includes(field)) ? null : error
}
