import { expect, test } from "vitest"
import type { Cart } from "../src/shop"
import { minorUnits, sumOf, sumsOf } from "../src/sums"

const item = { quantity: 2, unit_price: 12, subtotal: 20.17, original_total: 24 }
const sums = {
  item_subtotal: 20.17, original_item_total: 24, shipping_subtotal: 4.2, original_shipping_total: 5,
  discount_total: 0, tax_total: 4.63, total: 29,
}
const cart = (inclusive: boolean, more = {}) => {
  const [line] = [{ ...item, is_tax_inclusive: inclusive }]
  return { ...sums, items: [line], shipping_methods: [{}], ...more } as unknown as Cart
}

test("prices with tax are summed with tax, which is said below", () => {
  expect(sumsOf(cart(true))).toEqual({ items: 24, discount: 0, shipping: 5, tax: 4.63, taxIncluded: true, total: 29 })
})

test("prices without tax are summed without, and it is added", () => {
  const shown = sumsOf(cart(false))
  expect(shown).toEqual({ items: 20.17, discount: 0, shipping: 4.2, tax: 4.63, taxIncluded: false, total: 29 })
  expect((shown.shipping ?? 0) + shown.items + shown.tax).toBeCloseTo(29)
})

test("shipping is unknown until it is chosen", () => expect(sumsOf(cart(true, { shipping_methods: [] })).shipping).toBeNull())

test("a line is what its pieces cost", () => {
  const line = (one: object) => sumOf({ ...item, ...one } as unknown as NonNullable<Cart["items"]>[number])
  expect([line({ is_tax_inclusive: true }), line({ is_tax_inclusive: false })]).toEqual([24, 20.17])
  expect(line({ is_tax_inclusive: true, original_total: undefined })).toBe(24)
})

test.each([
  [29, "eur", 2900],
  [19.99, "usd", 1999],
  [0.1 + 0.2, "eur", 30],
  [1200, "jpy", 1200],
  [1.2345, "kwd", 1240],
  [500, "isk", 50000],
])("%d %s are %d as the payment provider counts", (amount, currency, counted) => {
  expect(minorUnits(amount, currency)).toBe(counted)
})
