import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

// The buyer of the platform's own checks (runtime/orders/aggregates.js names the same): nobody wants to hear of those orders.
const TEST_BUYER = "storeyard-check@example.com"

export interface Address {
  company?: string | null
  first_name?: string | null
  last_name?: string | null
  address_1?: string | null
  address_2?: string | null
  postal_code?: string | null
  city?: string | null
  province?: string | null
  country_code?: string | null
  phone?: string | null
}

export interface Line {
  id: string
  title: string
  variant: string
  sku: string
  quantity: number
  unit: number
  sum: number
}

export interface Order {
  id: string
  number: string
  email: string
  currency: string
  lines: Line[]
  items: number
  discount: number
  shipping: number
  tax: number
  /** Whether the tax is in the other sums already. */
  taxIncluded: boolean
  total: number
  shippingMethods: string[]
  /** Payment providers' ids. */
  payments: string[]
  delivery: Address | null
  billing: Address | null
  /** Whoever placed it in the admin wanted the buyer to hear nothing. */
  silent: boolean
}

const FIELDS = [
  "id", "display_id", "email", "currency_code", "no_notification", "total", "item_subtotal", "shipping_subtotal", "discount_total",
  "tax_total", "original_item_total", "original_shipping_total", "items.*", "shipping_methods.*", "shipping_address.*", "billing_address.*", "payment_collections.payments.provider_id",
]

/** The order as its mails need it; null if it is gone, or none that mails are sent for. */
export async function readOrder(container: MedusaContainer, id: string): Promise<Order | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: [found] } = await query.graph({ entity: "order", fields: FIELDS, filters: { id } })
  const order = found as any
  if (!order?.email || order.email.toLowerCase() === TEST_BUYER) return null
  const taxIncluded = Boolean(order.items?.length) && order.items.every((item: any) => item.is_tax_inclusive)
  return {
    id,
    number: String(order.display_id),
    email: order.email,
    currency: order.currency_code.toUpperCase(),
    lines: (order.items ?? []).map(lineOf),
    items: Number(taxIncluded ? order.original_item_total : order.item_subtotal),
    discount: Number(order.discount_total),
    shipping: Number(taxIncluded ? order.original_shipping_total : order.shipping_subtotal),
    tax: Number(order.tax_total),
    taxIncluded,
    total: Number(order.total),
    shippingMethods: (order.shipping_methods ?? []).map(({ name }: any) => name),
    payments: (order.payment_collections ?? [])
      .flatMap((one: any) => one?.payments ?? [])
      .map((payment: any) => payment.provider_id),
    delivery: order.shipping_address ?? null,
    billing: order.billing_address ?? null,
    silent: order.no_notification === true,
  }
}

/** As the storefront shows it (storefront/src/sums.ts): the sum is without tax where the prices are. */
function lineOf(item: any): Line {
  const title = item.product_title ?? item.title
  const variant = item.variant_title ?? ""
  const [quantity, unit] = [Number(item.quantity), Number(item.unit_price)]
  return {
    id: item.id,
    title,
    variant: variant === title ? "" : variant,
    sku: item.variant_sku ?? "",
    quantity,
    unit,
    sum: Number((item.is_tax_inclusive ? item.original_total : item.subtotal) ?? quantity * unit),
  }
}

export interface Parcel {
  order: string
  /** Pieces by the order's line. */
  pieces: Map<string, number>
  labels: { number: string; url: string | null }[]
}

/** What was sent; null if it is no order's, as what a buyer sends back. */
export async function readParcel(container: MedusaContainer, id: string): Promise<Parcel | null> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const fields = ["id", "labels.*", "items.*", "order.id"]
  const { data: [found] } = await query.graph({ entity: "fulfillment", fields, filters: { id } })
  const fulfillment = found as any
  if (!fulfillment?.order?.id) return null
  return {
    order: fulfillment.order.id,
    pieces: new Map((fulfillment.items ?? []).map((item: any) => [item.line_item_id, Number(item.quantity)])),
    labels: (fulfillment.labels ?? []).flatMap(({ tracking_number: number, tracking_url: url }: any) =>
      // Medusa's admin puts a "#" where no address was given.
      number ? [{ number, url: /^https?:\/\/[^\s]+$/i.test(url ?? "") ? url : null }] : [],
    ),
  }
}
