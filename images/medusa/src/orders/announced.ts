import { container } from "@medusajs/framework"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

const LOCK = 7283748 // any number but those of runtime/
const AT_ONCE = 50
const KEPT = "2 days"

/**
 * Orders of buyers that nobody was told of: Medusa announces an order at the end of the workflow that makes it, and the process was
 * killed in between. One that is this old is no more under way; one of another day is not worth a message any more. An order that
 * a merchant's own code brought in has no cart, and one that was mailed by an older image has its notification.
 */
const FORGOTTEN = `
  SELECT o.id FROM public."order" o
  WHERE o.created_at < now() - interval '3 minutes' AND o.created_at > now() - interval '1 day'
    AND o.deleted_at IS NULL AND NOT o.is_draft_order
    AND EXISTS (SELECT FROM public.order_cart c WHERE c.order_id = o.id AND c.deleted_at IS NULL)
    AND NOT EXISTS (SELECT FROM storeyard.announced a WHERE a.order_id = o.id)
    AND NOT EXISTS (SELECT FROM public.notification n WHERE n.resource_id = o.id AND n.trigger_type = 'order.placed')
  ORDER BY o.created_at LIMIT ${AT_ONCE}`

/** Remembers that the event of the order was carried out. */
export async function markAnnounced(container: MedusaContainer, order: string): Promise<void> {
  const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  await database.raw("INSERT INTO storeyard.announced (order_id) VALUES (?) ON CONFLICT DO NOTHING", [order])
}

/** Announces orders that were not; of several processes one at a time looks. Returns their ids. */
async function announceForgotten(): Promise<string[]> {
  const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  return await database.transaction(async (all) => {
    const { rows: [{ alone }] } = await all.raw("SELECT pg_try_advisory_xact_lock(?) AS alone", [LOCK])
    if (!alone) return []
    await all.raw(`DELETE FROM storeyard.announced WHERE announced_at < now() - interval '${KEPT}'`)
    const { rows } = await all.raw(FORGOTTEN)
    const orders: string[] = rows.map(({ id }: { id: string }) => id)
    await container.resolve(Modules.EVENT_BUS).emit(orders.map((id) => ({ name: "order.placed", data: { id } })))
    return orders
  })
}

/** Looks for them every so many seconds, as long as the process lives; `log` is told of each. */
export function watch(seconds: number, log: (message: string, level?: string) => void): void {
  const look = async () => {
    try {
      for (const id of await announceForgotten()) log(`${id} was not announced when it was placed; it is now`, "warn")
    } catch (error: any) {
      log(`orders that were not announced were not looked for: ${error.message}`, "warn")
    }
    setTimeout(look, seconds * 1000).unref()
  }
  setTimeout(look, seconds * 1000).unref()
}
