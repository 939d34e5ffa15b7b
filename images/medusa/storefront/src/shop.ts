// What the shop is, and every call to its API.
import Medusa from "@medusajs/js-sdk"
import type { HttpTypes } from "@medusajs/types"
import type { Form } from "./address"
import type { CardForm } from "./card"
import { DEFAULT_COLOUR, isColour } from "./colour"
import { ShopError } from "./errors"

export type Product = HttpTypes.StoreProduct
export type Variant = HttpTypes.StoreProductVariant
export type Cart = HttpTypes.StoreCart
export type Order = HttpTypes.StoreOrder
export type Region = HttpTypes.StoreRegion
export type ShippingOption = HttpTypes.StoreCartShippingOption

export interface Config {
  name: string
  url: string
  country: string
  currency: string
  locale: string
  color: string
  copy: boolean
  /** How buyers pay by card; null: they do not. An older server does not say. */
  payments?: { provider: "stripe"; publishableKey: string } | null
  publishableKey: string
}

export type PayBy = "delivery" | "card"
export type PayWays = Record<PayBy, boolean>

export const PAGE_SIZE = 24
const PROVIDERS: Record<PayBy, string> = { delivery: "pp_system_default", card: "pp_stripe_stripe" }
const LISTED = "id,title,handle,thumbnail,*variants.calculated_price,+variants.inventory_quantity"
const SHOWN =
  "id,title,handle,subtitle,description,thumbnail,*images,*options,*options.values,*variants.options," +
  "*variants.calculated_price,+variants.inventory_quantity"

export async function loadConfig(): Promise<Config> {
  const response = await fetch("/storefront/config.json")
  if (!response.ok) throw new ShopError("broken")
  const config = (await response.json()) as Config
  return { ...config, color: isColour(config.color) ? config.color : DEFAULT_COLOUR }
}

/** Whether an order was paid by card, and not to be paid on delivery. */
export const isPaid = (order: Order): boolean =>
  (order.payment_collections ?? []).some(({ payments }) => payments?.some(({ provider_id }) => provider_id === PROVIDERS.card))

/** One shop, selling in one region: that of its country and currency. */
export class Shop {
  readonly #sdk: Medusa
  /** Carts that were paid by card here: whatever comes after that is tried again, and never the payment. */
  readonly #paid = new Set<string>()

  private constructor(readonly config: Config, readonly region: Region, sdk: Medusa) {
    this.#sdk = sdk
  }

  static async open(config: Config): Promise<Shop> {
    const sdk = new Medusa({ baseUrl: window.location.origin, publishableKey: config.publishableKey, auth: { type: "session" } })
    const { regions } = await sdk.store.region.list()
    const priced = regions.filter((region) => region.currency_code === config.currency.toLowerCase())
    const home = config.country.toLowerCase()
    const region = priced.find(({ countries }) => countries?.some(({ iso_2 }) => iso_2 === home)) ?? priced[0] ?? regions[0]
    if (!region) throw new ShopError("noCountry")
    return new Shop(config, region, sdk)
  }

  products(offset: number): Promise<{ products: Product[]; count: number }> {
    const query = { region_id: this.region.id, fields: LISTED, limit: PAGE_SIZE, offset, order: "-created_at" }
    return this.#sdk.store.product.list(query)
  }

  async product(handle: string): Promise<Product | undefined> {
    const query = { region_id: this.region.id, fields: SHOWN, handle, limit: 1 }
    return (await this.#sdk.store.product.list(query)).products[0]
  }

  async cart(id: string): Promise<Cart> {
    return (await this.#sdk.store.cart.retrieve(id, { fields: "+completed_at" })).cart
  }

  async newCart(variantId: string, quantity: number): Promise<Cart> {
    const items = [{ variant_id: variantId, quantity }]
    return (await this.#sdk.store.cart.create({ region_id: this.region.id, items })).cart
  }

  async add(cartId: string, variantId: string, quantity: number): Promise<Cart> {
    return (await this.#sdk.store.cart.createLineItem(cartId, { variant_id: variantId, quantity })).cart
  }

  async setQuantity(cartId: string, itemId: string, quantity: number): Promise<Cart> {
    return (await this.#sdk.store.cart.updateLineItem(cartId, itemId, { quantity })).cart
  }

  async remove(cartId: string, itemId: string): Promise<Cart> {
    await this.#sdk.store.cart.deleteLineItem(cartId, itemId)
    return this.cart(cartId)
  }

  /** Which ways of shipping there are depends on where it goes. */
  async shippingOptions(cart: Cart, country: string): Promise<ShippingOption[]> {
    if (cart.shipping_address?.country_code !== country) {
      await this.#sdk.store.cart.update(cart.id, { shipping_address: { country_code: country } })
    }
    const { shipping_options } = await this.#sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })
    return shipping_options.filter(({ insufficient_inventory }) => !insufficient_inventory)
  }

  async chooseShipping(cartId: string, optionId: string): Promise<Cart> {
    return (await this.#sdk.store.cart.addShippingMethod(cartId, { option_id: optionId })).cart
  }

  /** How buyers may pay: as the shop's owner has it for the region. */
  async payWays(): Promise<PayWays> {
    const { payment_providers } = await this.#sdk.store.payment.listPaymentProviders({ region_id: this.region.id })
    const has = (by: PayBy) => payment_providers.some(({ id }) => id === PROVIDERS[by])
    return { delivery: has("delivery"), card: Boolean(this.config.payments) && has("card") }
  }

  /**
   * Orders what is in the cart, which is paid by the card of the form, or on delivery without one. A cart becomes one order however
   * often this is asked for, and is paid once.
   */
  async order(cartId: string, form: Form, optionId: string, card: CardForm | null): Promise<Order> {
    const now = await this.cart(cartId)
    if (!(now as { completed_at?: unknown }).completed_at && !this.#paid.has(cartId)) {
      const begin = () => this.#begin(cartId, form, optionId, card ? "card" : "delivery")
      if (card) {
        await card.pay(begin, `${window.location.origin}/checkout?cart=${encodeURIComponent(cartId)}`)
        this.#paid.add(cartId)
      } else await begin()
    }
    return this.finish(cartId)
  }

  /** Says where it goes and how it is paid; what a card's form needs to pay, else nothing. */
  async #begin(cartId: string, form: Form, optionId: string, by: PayBy): Promise<string> {
    const { email, ...address } = form
    const where = { ...address, country_code: address.country_code.toLowerCase() }
    await this.#sdk.store.cart.update(cartId, { email, shipping_address: where, billing_address: where })
    const cart = await this.chooseShipping(cartId, optionId)
    const provider_id = PROVIDERS[by]
    const { payment_collection } = await this.#sdk.store.payment.initiatePaymentSession(cart, { provider_id })
    const session = payment_collection.payment_sessions?.find((one) => one.provider_id === provider_id)
    return String(session?.data?.client_secret ?? "")
  }

  /** Makes an order of a cart that is paid, or is to be paid on delivery; of one that is an order already, that one. */
  async finish(cartId: string): Promise<Order> {
    const done = await this.#sdk.store.cart.complete(cartId)
    if (done.type === "order") return done.order
    throw Object.assign(new Error(done.error.message), { status: 400 })
  }

  async placedOrder(id: string): Promise<Order> {
    return (await this.#sdk.store.order.retrieve(id, { fields: "*payment_collections.payments" })).order
  }

  /** An address of a picture that works whatever name the shop was opened by. */
  picture(address: string | null | undefined): string | undefined {
    if (!address) return undefined
    return address.startsWith(`${this.config.url}/static/`) ? address.slice(this.config.url.length) : address
  }
}
