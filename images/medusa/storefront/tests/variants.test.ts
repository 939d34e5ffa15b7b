import { expect, test } from "vitest"
import type { Product, Variant } from "../src/shop"
import {
  available, fewLeft, hasChoice, initialVariant, matching, optionsOf, priceBefore, priceRange,
} from "../src/variants"

interface Piece {
  id: string
  price?: number | null
  before?: number
  stock?: number
  size?: string
}

const variant = ({ id, price = 10, before, stock = 9, size = "S" }: Piece): Variant =>
  ({
    id, manage_inventory: true, allow_backorder: false, inventory_quantity: stock,
    calculated_price: price === null ? null : { calculated_amount: price, original_amount: before ?? price },
    options: [{ option_id: "size", value: size }],
  }) as unknown as Variant

const product = (...pieces: Piece[]): Product => ({ variants: pieces.map(variant) }) as unknown as Product

test("stock limits what may be taken, at most ten at once", () => {
  expect([0, 3, 500].map((stock) => available(variant({ id: "v", stock })))).toEqual([0, 3, 10])
  expect(available({ ...variant({ id: "v", stock: -2 }) })).toBe(0)
})

test("a variant whose stock is not counted, or may be ordered ahead, is there", () => {
  expect(available({ ...variant({ id: "v", stock: 0 }), manage_inventory: false })).toBe(10)
  expect(available({ ...variant({ id: "v", stock: 0 }), allow_backorder: true })).toBe(10)
})

test("the last few are said", () => {
  expect([0, 5, 6].map((stock) => fewLeft(variant({ id: "v", stock })))).toEqual([null, 5, null])
})

test("variants without a price here are not offered", () => {
  const one = product({ id: "a", price: null }, { id: "b", price: 7 })
  expect([priceRange(one), hasChoice(one), initialVariant(one)?.id]).toEqual([{ lowest: 7, varies: false }, false, "b"])
  expect(priceRange(product({ id: "a", price: null }))).toBeNull()
  expect(initialVariant(product())).toBeUndefined()
})

test("a product that is free has a price", () => {
  expect(priceRange(product({ id: "a", price: 0 }, { id: "b", price: 2 }))).toEqual({ lowest: 0, varies: true })
})

test("a page starts with what is there", () => {
  expect(initialVariant(product({ id: "a", stock: 0 }, { id: "b", stock: 1 }))?.id).toBe("b")
  expect(initialVariant(product({ id: "a", stock: 0 }))?.id).toBe("a")
})

test("what was chosen finds its variant", () => {
  const shirt = product({ id: "a", size: "S" }, { id: "b", size: "M" })
  expect(matching(shirt, { size: "M" })?.id).toBe("b")
  expect(matching(shirt, { size: "XL" })).toBeUndefined()
  expect(optionsOf(variant({ id: "a", size: "S" }))).toEqual({ size: "S" })
})

test("a reduction is shown, a rise is not", () => {
  expect(priceBefore(variant({ id: "a", price: 8, before: 10 }))).toBe(10)
  expect(priceBefore(variant({ id: "a", price: 10, before: 8 }))).toBeNull()
})
