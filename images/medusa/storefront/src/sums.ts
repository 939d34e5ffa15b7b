// What a buyer is shown of a cart's or an order's sums: with the tax where the prices have it in them, else without.
import type { Cart, Order } from "./shop"

type Item = NonNullable<(Cart | Order)["items"]>[number]

export interface Sums {
  items: number
  discount: number
  /** Null until there is a way of shipping. */
  shipping: number | null
  tax: number
  /** Whether the tax is in the sums above it already. */
  taxIncluded: boolean
  total: number
}

/** A line, before discounts. */
export function sumOf(item: Item): number {
  const gross = item.is_tax_inclusive ? item.original_total : item.subtotal
  return gross ?? item.unit_price * Number(item.quantity)
}

export function sumsOf(of: Cart | Order): Sums {
  const items = of.items ?? []
  const taxIncluded = items.length > 0 && items.every(({ is_tax_inclusive }) => is_tax_inclusive)
  const shipped = taxIncluded ? of.original_shipping_total : of.shipping_subtotal
  return {
    items: taxIncluded ? of.original_item_total : of.item_subtotal,
    discount: of.discount_total,
    shipping: of.shipping_methods?.length ? shipped : null,
    tax: of.tax_total,
    taxIncluded,
    total: of.total,
  }
}
