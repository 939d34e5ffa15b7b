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
