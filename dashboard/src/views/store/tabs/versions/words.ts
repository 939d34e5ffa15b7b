// What there is to say of versions and revisions.
import type { Operation, StoreDetail } from "../../../../api/queries"
import { refusalOf } from "../../../../parts/refusal"
import { span } from "../../../../parts/time"
import type { Backup } from "../backups/queries"
import type { Revision, Version } from "./queries"

/** A value of a chart, for a person: text as it is, all else as JSON; what is not there says so. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "not there"
  return typeof value === "string" ? value : JSON.stringify(value)
}

/** What is offered, against what is installed: "Version 1.0 → 1.1, chart 0.1.0 as before". */
export function offerName(installed: Version | null, offered: Version): string {
  const version = change(installed?.engine_version, offered.engine_version)
  const chart = change(installed?.chart_version, offered.chart_version)
  if (installed && version === offered.engine_version && chart === offered.chart_version) {
    return `Version ${version}, chart ${chart} as before, with other images or values`
  }
  return `Version ${version}, chart ${chart}`
}

const change = (before: string | undefined, after: string): string =>
  before === undefined || before === after ? after : `${before} → ${after}`

/** For how long the shop was closed in the newest runs of a kind that went well, in seconds, newest first. */
export function gateTimes(runs: readonly Operation[], kind: string, most = 3): number[] {
  return runs
    .filter((run) => run.kind === kind && run.status === "succeeded")
    .flatMap(({ result }) => {
      const gate = result?.gate
      const seconds = gate && typeof gate === "object" && "seconds" in gate ? gate.seconds : null
      return typeof seconds === "number" ? [seconds] : []
    })
    .slice(0, most)
}

/** How long buyers will find the shop closed, as far as the store's own past says it. */
export function gateSentence(times: readonly number[]): string {
  if (times.length === 0) return "For how long the shop will be closed is not known: no such run of this store says it."
  const said = times.map(span).join(", ")
  return `The shop was closed for ${said} in ${times.length === 1 ? "the last such run" : `the last ${times.length} such runs`} of this store.`
}

/** Why the store cannot go back to a revision; empty: it can. */
export function noWayBack(store: StoreDetail, revision: Revision, backups: readonly Backup[] | undefined): string {
  const refused = refusalOf(store, "rollback")
  if (refused) return refused
  if (revision.revision === store.deployed?.revision && store.status === "ready") return "It is what is installed."
  if (!backups) return "Whether a backup of it is there is not known yet."
  return backupsOf(revision, backups).length > 0
    ? ""
    : "No backup of it is there, so its data could not come back with it."
}

/** The backups that were made at a revision, newest first. */
export const backupsOf = ({ revision }: Revision, backups: readonly Backup[]): Backup[] =>
  backups.filter((backup) => backup.revision === revision)
