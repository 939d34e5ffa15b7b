import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"

// Domains that nobody can own (RFC 2606): an order from there is a test.
const TEST_ADDRESS = /@([a-z0-9-]+\.)*(example|invalid|test|example\.com)$/i

/**
 * Removes a test order with all that belongs to it, as if it had not been placed. It is cancelled first, which puts the
 * reserved stock back. A real customer's order is refused.
 */
export async function DELETE(req: MedusaRequest, res: MedusaResponse) {
  const { id } = req.params
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
  const { data: [order] } = await query.graph({
    entity: "order",
    fields: ["id", "email", "status", "customer_id", "cart.id", "cart.shipping_address_id", "cart.billing_address_id", "payment_collections.id"],
    filters: { id },
  })
  if (!order) throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no order ${id}`)
  if (!TEST_ADDRESS.test(order.email ?? "")) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, "Only an order from a test address can be removed")
  }

  if (order.status !== "canceled") await cancelOrderWorkflow(req.scope).run({ input: { order_id: id } })
  await req.scope.resolve(Modules.ORDER).deleteOrders([id])
  await removeRest(req, order as any)
  res.status(200).json({ id, object: "order", deleted: true })
}

async function removeRest(req: MedusaRequest, order: any) {
  const knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const payments = (order.payment_collections ?? []).flatMap((one: any) => (one ? [one.id] : []))
  await knex("order_cart").where({ order_id: order.id }).delete()
  await knex("order_payment_collection").where({ order_id: order.id }).delete()
  if (payments.length) {
    await knex("cart_payment_collection").whereIn("payment_collection_id", payments).delete()
    await req.scope.resolve(Modules.PAYMENT).deletePaymentCollections(payments)
  }
  if (order.cart) {
    const { id, shipping_address_id, billing_address_id } = order.cart
    await req.scope.resolve(Modules.CART).deleteCarts([id])
    await knex("cart_address").whereIn("id", [shipping_address_id, billing_address_id].filter(Boolean)).delete()
  }
  await removeGuest(req, order.customer_id)
}

/** The customer that Medusa made for the order, unless it has an account or other orders. */
async function removeGuest(req: MedusaRequest, customerId: string | null) {
  if (!customerId) return
  const customers = req.scope.resolve(Modules.CUSTOMER)
  const [customer] = await customers.listCustomers({ id: customerId })
  const [, others] = await req.scope.resolve(Modules.ORDER).listAndCountOrders({ customer_id: customerId })
  if (customer && !customer.has_account && others === 0) await customers.deleteCustomers([customerId])
}
