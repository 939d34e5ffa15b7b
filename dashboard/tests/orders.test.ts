import { describe, expect, it } from "vitest"
import { missingByReason } from "../src/parts/missing"
import { money, usualCurrency } from "../src/parts/regions"
import { errorsOf, firstPiece, linesOf, orderOf, priceOf, sampleBuyer } from "../src/views/orders/basket"
import { standing } from "../src/views/orders/words"

const variant = (id: string, price: string, stock: number | null = null) => ({
  id,
  sku: "",
  price,
  currency: "EUR",
  stock,
})
const PRODUCTS = [
  { id: "p1", title: "Shirt", variants: [variant("s", "20.00", 0), variant("m", "20.50", 3)] },
  { id: "p2", title: "Mug", variants: [variant("mug", "12.10")] },
]

describe("a test order", () => {
  it("begins with one piece of the first thing that there is", () => {
    expect(firstPiece(PRODUCTS)).toEqual({ m: 1 })
    expect(firstPiece([{ id: "p", title: "Gone", variants: [variant("x", "1.00", 0)] }])).toEqual({})
  })

  it("names variants by their ids, and leaves out an empty state", () => {
    const lines = linesOf(PRODUCTS, { mug: 2, m: 1, s: 0 })

    expect(orderOf("tea", lines, sampleBuyer("DE"))).toEqual({
      store: "tea",
      items: [
        { id: "m", quantity: 1 },
        { id: "mug", quantity: 2 },
      ],
      customer: { first_name: "Test", last_name: "Buyer", email: "test-buyer@example.com" },
      address: { line1: "Unter den Linden 1", city: "Berlin", postal_code: "10117", country: "DE" },
    })
    expect(orderOf("tea", lines, sampleBuyer("US")).address.state).toBe("CA")
  })

  it("costs what its products cost, without the errors of binary fractions", () => {
    expect(priceOf(linesOf(PRODUCTS, { m: 1, mug: 3 }))).toEqual({ amount: "56.800", currency: "EUR" })
    expect(priceOf([])).toBeNull()
  })

  it("has its errors at the variant, and at the field of the form", () => {
    const sent = orderOf("tea", linesOf(PRODUCTS, { m: 9, mug: 1 }), sampleBuyer("DE"))
    const said = new Map([
      ["items.0.quantity", "the shop has 3"],
      ["address.postal_code", "must be a postal code"],
    ])

    expect([...errorsOf(said, sent)]).toEqual([
      ["m", "the shop has 3"],
      ["postal_code", "must be a postal code"],
    ])
  })
})

describe("orders in words", () => {
  it("say how payment and delivery stand, as far as the engine says", () => {
    expect(standing({ payment_status: "partially_paid", fulfillment_status: "unfulfilled" })).toBe(
      "partially paid, not sent",
    )
    expect(standing({ payment_status: "paid", fulfillment_status: "unknown" })).toBe("paid")
  })

  it("name each store that is missing once, by what was said of it last", () => {
    const pages = [
      {
        missing: [
          { store: "b", reason: "ShopUnavailable" },
          { store: "a", reason: "StoreNotReady" },
        ],
      },
      {
        missing: [
          { store: "b", reason: "StoreNotReady" },
          { store: "c", reason: "SomethingNew" },
          { store: "d", reason: "UpgradeNeeded" },
        ],
      },
    ]

    expect(missingByReason(pages)).toEqual([
      { why: "Not ready", stores: ["a", "b"] },
      { why: "SomethingNew", stores: ["c"] },
      { why: "Has to be upgraded first", stores: ["d"] },
    ])
  })
})

describe("money", () => {
  it("is shown as it is where it is no amount or no currency", () => {
    expect(money("much", "EUR")).toBe("much EUR")
    expect(money("", "EUR")).toBe("EUR")
    expect(money("12.5", "no")).toBe("12.5 no")
    expect(money("12.5", "EUR")).toMatch(/12[.,]50/)
  })

  it("is proposed by the country, where one is usual", () => {
    expect([usualCurrency("DE"), usualCurrency("GB"), usualCurrency("AQ")]).toEqual(["EUR", "GBP", undefined])
  })
})
