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

// Where the payment provider counts otherwise than in hundredths: it counts in whole units, or in thousandths that end in 0.
const WHOLE = new Set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split(" "))
const THOUSANDTHS = new Set("BHD IQD JOD KWD OMR TND".split(" "))

/** What is to be paid, as the payment provider counts it; the server counts in the same way. */
export function minorUnits(amount: number, currency: string): number {
  const code = currency.toUpperCase()
  if (THOUSANDTHS.has(code)) return Math.ceil(Math.round(amount * 1000) / 10) * 10
  return Math.round(amount * (WHOLE.has(code) ? 1 : 100))
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
