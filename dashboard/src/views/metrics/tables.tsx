import type { Column } from "../../parts/Rows"
import { span } from "../../parts/time"
import { type Ended, nameOf, OUTCOMES, outcomeName, totalOf } from "./figures"

const NAME: Column<Ended> = { head: "Operation", cell: nameOf }
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const seconds = (value: number | null): string => (value === null ? "not known" : span(value))

export const OUTCOME_COLUMNS: readonly Column<Ended>[] = [
  NAME,
  ...OUTCOMES.map((outcome) => ({
    head: capital(outcomeName(outcome)),
    number: true,
    cell: (line: Ended) => line[outcome],
  })),
  { head: "All", number: true, cell: totalOf },
]

export const SECONDS_COLUMNS: readonly Column<Ended>[] = [
  NAME,
  { head: "Half took no longer than", number: true, cell: ({ p50_seconds }) => seconds(p50_seconds) },
  { head: "95 of 100 took no longer than", number: true, cell: ({ p95_seconds }) => seconds(p95_seconds) },
]
