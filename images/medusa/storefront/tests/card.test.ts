import { beforeEach, expect, test, vi } from "vitest"
import type { CardForm } from "../src/card"
import { EMPTY } from "../src/address"
import { CardError } from "../src/errors"
import { type Config, isPaid, type Order, Shop } from "../src/shop"

const CONFIG = { country: "DE", currency: "EUR", payments: { provider: "stripe", publishableKey: "pk_test_1" }, publishableKey: "pk_1" }
let asked: string[]
let broken: string[]
let providers: string[]

/** What Medusa answers, as far as an order needs it. */
function answer(path: string): object {
  if (path === "/store/regions") return { regions: [{ id: "reg_1", currency_code: "eur", countries: [{ iso_2: "de" }] }] }
  if (path === "/store/payment-providers") return { payment_providers: providers.map((id) => ({ id })) }
  if (path.endsWith("/complete")) return { type: "order", order: { id: "order_1" } }
  const payment_sessions = [{ provider_id: "pp_stripe_stripe", data: { client_secret: "pi_1_secret_1" } }]
  if (path.startsWith("/store/payment-collections")) return { payment_collection: { id: "pc_1", payment_sessions } }
  return { cart: { id: "cart_1" } }
}

beforeEach(() => {
  asked = []
  broken = []
  providers = ["pp_system_default", "pp_stripe_stripe"]
  vi.stubGlobal("window", { location: { origin: "http://shop.example" } })
  vi.stubGlobal("fetch", async (input: URL | string, init: { method?: string } = {}) => {
    const path = new URL(String(input)).pathname
    asked.push(`${init.method ?? "GET"} ${path}`)
    const fails = broken.some((one) => path.endsWith(one))
    return new Response(JSON.stringify(fails ? { message: "broken" } : answer(path)), {
      status: fails ? 500 : 200, headers: { "content-type": "application/json" },
    })
  })
})

const shopOf = (more: object = {}) => Shop.open({ ...CONFIG, ...more } as Config)

/** A form that pays, or does not. */
function card(refused?: string): { form: CardForm; paid: [string, string][] } {
  const paid: [string, string][] = []
  const pay = async (begin: () => Promise<string>, returnTo: string) => {
    const secret = await begin()
    if (refused) throw new CardError(refused)
    paid.push([secret, returnTo])
  }
  return { form: { pay } as CardForm, paid }
}

const completed = () => asked.filter((one) => one.endsWith("/complete")).length
const sessions = () => asked.filter((one) => one.endsWith("/payment-sessions")).length

test("cards are offered where the shop has a key and its owner wants them", async () => {
  expect(await (await shopOf()).payWays()).toEqual({ delivery: true, card: true })
  expect(await (await shopOf({ payments: null })).payWays()).toEqual({ delivery: true, card: false })
  expect(await (await shopOf({ payments: undefined })).payWays()).toEqual({ delivery: true, card: false })
  providers = ["pp_stripe_stripe"]
  expect(await (await shopOf()).payWays()).toEqual({ delivery: false, card: true })
})

test("a card pays first, and the cart becomes an order after that", async () => {
  const { form, paid } = card()
  const order = await (await shopOf()).order("cart_1", EMPTY, "so_1", form)
  expect(order.id).toBe("order_1")
  expect(paid).toEqual([["pi_1_secret_1", "http://shop.example/checkout?cart=cart_1"]])
  expect(asked.at(-1)).toBe("POST /store/carts/cart_1/complete")
})

test("a card that is refused makes no order", async () => {
  const shop = await shopOf()
  await expect(shop.order("cart_1", EMPTY, "so_1", card("Your card was declined.").form)).rejects.toThrow("declined")
  expect(completed()).toBe(0)
})

test("a cart that was paid is not paid again where the order did not come about at once", async () => {
  const shop = await shopOf()
  const { form, paid } = card()
  broken = ["/complete"]
  await expect(shop.order("cart_1", EMPTY, "so_1", form)).rejects.toThrow()
  broken = []
  expect((await shop.order("cart_1", EMPTY, "so_1", form)).id).toBe("order_1")
  expect([paid.length, sessions(), completed()]).toEqual([1, 1, 2])
})

test("an order on delivery needs no card", async () => {
  await (await shopOf()).order("cart_1", EMPTY, "so_1", null)
  expect([sessions(), completed()]).toEqual([1, 1])
})

test("an order says how it was paid", () => {
  const by = (provider_id: string) => ({ payment_collections: [{ payments: [{ provider_id }] }] }) as unknown as Order
  expect([by("pp_stripe_stripe"), by("pp_system_default"), {} as Order].map(isPaid)).toEqual([true, false, false])
})
