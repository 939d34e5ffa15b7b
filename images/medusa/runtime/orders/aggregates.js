// What an order, a customer and a reservation by hand consist of in Medusa's tables. Each table is listed after those that its
// rows refer to, which is the order to insert them in. Beside it: by which columns its rows belong to others of the aggregate.

// The address of the platform's own checks: what they buy is nobody's.
const TEST_BUYER = "storeyard-check@example.com"

const ORDER = {
  order_address: ["id = order.shipping_address_id", "id = order.billing_address_id"],
  order: [],
  order_summary: ["order_id = order.id"],
  order_line_item: ["id = order_item.item_id"],
  order_item: ["order_id = order.id"],
  order_line_item_adjustment: ["item_id = order_line_item.id"],
  order_line_item_tax_line: ["item_id = order_line_item.id"],
  order_shipping_method: ["id = order_shipping.shipping_method_id"],
  order_shipping: ["order_id = order.id"],
  order_shipping_method_adjustment: ["shipping_method_id = order_shipping_method.id"],
  order_shipping_method_tax_line: ["shipping_method_id = order_shipping_method.id"],
  order_transaction: ["order_id = order.id"],
  order_credit_line: ["order_id = order.id"],
  order_promotion: ["order_id = order.id"],
  return: ["order_id = order.id"],
  return_item: ["return_id = return.id"],
  order_claim: ["order_id = order.id"],
  order_claim_item: ["claim_id = order_claim.id"],
  order_claim_item_image: ["claim_item_id = order_claim_item.id"],
  order_exchange: ["order_id = order.id"],
  order_exchange_item: ["exchange_id = order_exchange.id"],
  order_change: ["order_id = order.id"],
  order_change_action: ["order_id = order.id", "order_change_id = order_change.id"],
  // The cart it was made of: a buyer who asks once more to complete it gets this order, not a second one.
  order_cart: ["order_id = order.id"],
  cart_address: ["id = cart.shipping_address_id", "id = cart.billing_address_id"],
  cart: ["id = order_cart.cart_id"],
  cart_line_item: ["cart_id = cart.id"],
  cart_line_item_adjustment: ["item_id = cart_line_item.id"],
  cart_line_item_tax_line: ["item_id = cart_line_item.id"],
  cart_shipping_method: ["cart_id = cart.id"],
  cart_shipping_method_adjustment: ["shipping_method_id = cart_shipping_method.id"],
  cart_shipping_method_tax_line: ["shipping_method_id = cart_shipping_method.id"],
  credit_line: ["cart_id = cart.id"],
  cart_promotion: ["cart_id = cart.id"],
  cart_payment_collection: ["cart_id = cart.id"],
  order_payment_collection: ["order_id = order.id"],
  payment_collection: ["id = order_payment_collection.payment_collection_id", "id = cart_payment_collection.payment_collection_id"],
  payment_collection_payment_providers: ["payment_collection_id = payment_collection.id"],
  payment_session: ["payment_collection_id = payment_collection.id"],
  payment: ["payment_collection_id = payment_collection.id"],
  capture: ["payment_id = payment.id"],
  refund: ["payment_id = payment.id"],
  order_fulfillment: ["order_id = order.id"],
  return_fulfillment: ["return_id = return.id"],
  fulfillment_address: ["id = fulfillment.delivery_address_id"],
  fulfillment: ["id = order_fulfillment.fulfillment_id", "id = return_fulfillment.fulfillment_id"],
  fulfillment_item: ["fulfillment_id = fulfillment.id"],
  fulfillment_label: ["fulfillment_id = fulfillment.id"],
  reservation_item: ["line_item_id = order_line_item.id"],
}

const CUSTOMER = {
  customer: [],
  customer_address: ["customer_id = customer.id"],
  customer_group_customer: ["customer_id = customer.id"],
  customer_account_holder: ["customer_id = customer.id"],
  account_holder: ["id = customer_account_holder.account_holder_id"],
  auth_identity: ["app_metadata->>'customer_id' = customer.id"],
  provider_identity: ["auth_identity_id = auth_identity.id"],
  auth_mfa_factor: ["auth_identity_id = auth_identity.id"],
  auth_mfa_recovery_code: ["auth_identity_id = auth_identity.id"],
  auth_verification: ["auth_identity_id = auth_identity.id"],
}

const RESERVATION = { reservation_item: [] }

// A way in that is also an administrator's stays as it was: nothing that is carried opens or changes the shop's back door.
const ONLY = { auth_identity: "NOT t.app_metadata ? 'user_id'" }

// References that the database does not check, to what a merchant may have made since. The texts of what was sold stand in the
// order itself.
const LOOSE = [
  ["order_line_item", "variant_id", "product_variant"],
  ["order", "region_id", "region"],
  ["order", "sales_channel_id", "sales_channel"],
  ["order_shipping_method", "shipping_option_id", "shipping_option"],
  ["order_promotion", "promotion_id", "promotion"],
  ["fulfillment", "location_id", "stock_location"],
  ["reservation_item", "location_id", "stock_location"],
  ["return", "location_id", "stock_location"],
  ["return_item", "reason_id", "return_reason"],
  ["refund", "refund_reason_id", "refund_reason"],
]

const aggregate = (root, tables) => ({
  root,
  names: Object.keys(tables),
  edges: Object.entries(tables).flatMap(([table, edges]) =>
    edges.map((edge) => {
      const [column, parent] = edge.split(" = ")
      const [from, key] = parent.split(".")
      return { table, column, from, key }
    }),
  ),
})

const AGGREGATES = {
  customer: aggregate("customer", CUSTOMER),
  order: aggregate("order", ORDER),
  reservation: aggregate("reservation_item", RESERVATION),
}

module.exports = { AGGREGATES, LOOSE, ONLY, TEST_BUYER }
