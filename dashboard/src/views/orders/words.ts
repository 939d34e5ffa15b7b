// The words of orders, as a person reads them.
import type { Schemas } from "../../api/client"

export const ORDER_STATUSES: readonly Schemas["OrderStatus"][] = [
  ...(["draft", "open", "on_hold", "completed", "canceled", "failed"] as const),
]

export const spoken = (word: string): string => word.replaceAll("_", " ")

/** How payment and delivery stand: "paid, not sent". What the engine does not say is left out. */
export function standing({ payment_status, fulfillment_status }: Standing): string {
  const sent = fulfillment_status === "unknown" ? "" : deliveryOf(fulfillment_status)
  return [spoken(payment_status), sent].filter(Boolean).join(", ")
}

/** How delivery stands. */
export const deliveryOf = (status: string): string => SENT[status] ?? spoken(status)

type Standing = Pick<Schemas["Order"], "payment_status" | "fulfillment_status">

const SENT: Record<string, string> = {
  unfulfilled: "not sent",
  partially_fulfilled: "sent in part",
  fulfilled: "sent",
  unknown: "the engine does not say",
}

type Missing = Schemas["Missing"]
const WHY: Record<string, string> = { StoreNotReady: "Not ready", ShopUnavailable: "Did not answer" }

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
