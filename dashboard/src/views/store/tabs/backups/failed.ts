// What of a store's newest operations says something of its backups.
import type { Operation } from "../../../../api/queries"
import { hasEnded } from "../../../../parts/words"

export type Runs = {
  /** The newest backup that has ended, if it failed: none since then went well. */
  newestBackupFailed: Operation | null
  /** Backups and drills that came to nothing, newest first. */
  failed: Operation[]
}

/** `operations`: newest first. One that somebody canceled, or that gave way, came to nothing, but did not fail. */
export function runsOf(operations: readonly Operation[]): Runs {
  const ended = operations.filter(({ status }) => hasEnded(status))
  const newest = ended.find(({ kind, status }) => kind === "backup" && status !== "canceled")
  return {
    newestBackupFailed: newest && newest.status !== "succeeded" ? newest : null,
    failed: ended.filter(({ kind, status }) => (kind === "backup" || kind === "drill") && status !== "succeeded"),
  }
}
