import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { readOrder, readParcel } from "../mail/order"
import { post, shop } from "../mail/post"
import { shipped } from "../mail/templates"

/** Tells the buyer that a parcel is on its way, unless whoever sent it wanted no message. */
export default async function orderShipped({ event, container }: SubscriberArgs<{ id: string; no_notification?: boolean }>) {
  const { id, no_notification } = event.data
  if (no_notification) return
  await post(container, {
    event: event.name, id, template: "order-shipped",
    async write() {
      const parcel = await readParcel(container, id)
      const order = parcel && (await readOrder(container, parcel.order))
      return order ? { ...shipped(shop(), order, parcel), to: order.email } : null
    },
  })
}

export const config: SubscriberConfig = { event: "shipment.created", context: { subscriberId: "storeyard-order-shipped" } }
