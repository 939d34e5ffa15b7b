// What there is to say of a backup.
import { span } from "../../../../parts/time"
import type { Backup } from "./queries"

const CAUSES: Record<Backup["cause"], string> = {
  asked: "asked for",
  scheduled: "by schedule",
  upgrade: "before an upgrade",
  safety: "before a change of data",
}
export const causeName = (cause: Backup["cause"]): string => CAUSES[cause] ?? cause

/** "12 orders, 3 products, 1 customer": what there is one of is not many. */
export function countsOf(counts: Backup["counts"]): string {
  const said = Object.entries(counts).map(([what, count]) => `${count} ${count === 1 ? what.replace(/s$/, "") : what}`)
  return said.join(", ") || "not counted"
}

/** How long the copy took to stand that proved it. */
export const restoredIn = ({ restore_seconds }: Pick<Backup, "restore_seconds">): string =>
  restore_seconds === null ? "" : `, which took ${span(restore_seconds)}`

/** How often something is done, as a person says it. */
export function everyHours(hours: number): string {
  if (hours === 0) return "never"
  if (hours === 1) return "every hour"
  if (hours === 24) return "every day"
  if (hours === 168) return "every week"
  return hours % 24 === 0 ? `every ${hours / 24} days` : `every ${hours} hours`
}

/** How long from now until then: "in 3 h 5 min"; what is due and was not done yet is said to be. */
export function until(at: string, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1000
  return seconds > 0 ? `in ${span(seconds)}` : "now due"
}
