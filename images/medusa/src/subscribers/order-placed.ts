import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { readOrder } from "../mail/order"
import { post, shop } from "../mail/post"
import { readOwner } from "../mail/settings"
import { placed, received } from "../mail/templates"
import { markAnnounced } from "../orders/announced"

/** Tells the buyer that the order is there, and the merchant that it came in. Each by a mail of its own: one that fails does not
 * send the other again. */
export default async function orderPlaced({ event, container }: SubscriberArgs<{ id: string }>) {
  const { id } = event.data
  const buyers = post(container, {
    event: event.name, id, template: "order-placed",
    async write() {
      const order = await readOrder(container, id)
      return order && !order.silent ? { ...placed(shop(), order, Boolean(process.env.MAIL_REPLY_TO)), to: order.email } : null
    },
  })
  const owners = post(container, {
    event: event.name, id, template: "order-received",
    async write() {
      const [order, owner] = [await readOrder(container, id), readOwner()]
      return order && owner ? { ...received(shop(), order), to: owner, replyTo: order.email } : null
    },
  })
  await Promise.all([buyers, owners])
  await markAnnounced(container, id)
}

export const config: SubscriberConfig = { event: "order.placed", context: { subscriberId: "storeyard-order-placed" } }
