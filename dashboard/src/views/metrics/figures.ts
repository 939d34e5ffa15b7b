import type { Schemas } from "../../api/client"
import { kindName } from "../../parts/words"

export type Ended = Schemas["Ended"]
export const OUTCOMES = ["succeeded", "failed", "timed_out", "canceled"] as const
export const outcomeName = (outcome: string): string => outcome.replaceAll("_", " ")

/** What a line of a chart or of a table is called. */
export const nameOf = ({ kind, engine }: Ended): string => `${kindName(kind)}, ${engine}`
export const totalOf = (line: Ended): number => OUTCOMES.reduce((sum, outcome) => sum + line[outcome], 0)

/** The lines of one engine, or of all of them; those with the most operations first. */
export function linesOf(operations: readonly Ended[], engine: string): Ended[] {
  const wanted = operations.filter((line) => (!engine || line.engine === engine) && totalOf(line) > 0)
  return wanted.toSorted((one, other) => totalOf(other) - totalOf(one) || nameOf(one).localeCompare(nameOf(other)))
}

export const enginesOf = (operations: readonly Ended[]): string[] =>
  [...new Set(operations.map(({ engine }) => engine))].sort()
