// What there is to say of stores that a list over many leaves out.
import type { Schemas } from "../api/client"

type Missing = Schemas["Missing"]
const WHY: Record<string, string> = {
  StoreNotReady: "Not ready",
  ShopUnavailable: "Did not answer",
  UpgradeNeeded: "Has to be upgraded first",
}

/** The stores that pages say nothing of, by why: each store once, with what was said of it last. */
export function missingByReason(
  pages: readonly { missing: readonly Missing[] }[],
): Array<{ why: string; stores: string[] }> {
  const reasons = new Map<string, string>()
  for (const { missing } of pages) for (const { store, reason } of missing) reasons.set(store, reason)
  const groups = new Map<string, string[]>()
  for (const [store, reason] of reasons) {
    const why = WHY[reason] ?? reason
    groups.set(why, [...(groups.get(why) ?? []), store])
  }
  return [...groups].map(([why, stores]) => ({ why, stores: stores.sort() }))
}
