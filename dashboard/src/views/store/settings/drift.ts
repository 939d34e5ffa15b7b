// What was changed by hand of a store, in the words and rows that a person reads.
import type { Schemas } from "../../../api/client"
import { shownValue } from "../tabs/versions/words"

export type Changed = { object: string; path: string; installed: string; live: string }

/** A row for each field that differs, then for each object that is missing, then for each that is there besides. */
export function changedRows(drift: Schemas["Drift"]): Changed[] {
  return [
    ...drift.differences.map(({ object, path, installed, live }) => ({
      object,
      path,
      installed: shownValue(installed),
      live: shownValue(live),
    })),
    ...drift.missing.map((object) => ({ object, path: "", installed: "there", live: "missing" })),
    ...drift.extra.map((object) => ({ object, path: "", installed: "not there", live: "added" })),
  ]
}

/** What there is to say of a release that somebody else changed; empty: nobody did. */
export function outsideSentence({ changed_from_outside: outside }: Schemas["Drift"]): string {
  if (!outside) return ""
  return `The release is at revision ${outside.revision}, which was not made from here: the store's own is ${outside.recorded_revision}.`
}
