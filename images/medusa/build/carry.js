// What happens in a shop before and after a backup of it, and what its owner then sees: `carry.js before|after|look|late`. The
// image's build and tests/e2e/test_carry_medusa.py prove with it that all that is newer is there after a restore. It runs beside
// the shop and needs nothing else.
const assert = require("node:assert/strict")
const { readFileSync } = require("node:fs")

const BASE = "http://127.0.0.1:9000"
const SECRETS = process.env.STOREYARD_SECRETS ?? "/run/secrets/store"
const secret = (name) => readFileSync(`${SECRETS}/${name}`, "utf8").trim()
const PASSWORD = "a buyer's own"
const ADA = "ada@carry.example"
const NEW = "new@carry.example"
const MUG = "SAMPLE-MUG"

async function ask(method, url, body, token) {
  const authorization = url.startsWith("/admin") ? `Basic ${secret("secret-key")}` : token && `Bearer ${token}`
  const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) }
  if (url.startsWith("/store")) headers["x-publishable-api-key"] = secret("publishable-key")
  const response = await fetch(BASE + url, { method, headers, body: body && JSON.stringify(body) })
  const text = await response.text()
  assert(response.ok, `${method} ${url}: ${response.status} ${text}`)
  return JSON.parse(text)
}
const get = (url, token) => ask("GET", url, undefined, token)
const post = (url, body = {}, token) => ask("POST", url, body, token)

const signIn = async (email) => (await post("/auth/customer/emailpass", { email, password: PASSWORD })).token

async function register(email) {
  const { token } = await post("/auth/customer/emailpass/register", { email, password: PASSWORD })
  await post("/store/customers", { email, first_name: "Ada" }, token)
  return signIn(email)
}

async function variantOf(sku) {
  const { variants: [variant] } = await get(`/admin/product-variants?sku=${sku}&fields=id,product_id`)
  return variant
}

/** A cart with all that it takes to complete it. */
async function fill(email, sku, quantity, token) {
  const { regions: [region] } = await get("/store/regions?fields=id,*countries")
  const { cart: { id } } = await post("/store/carts", { region_id: region.id }, token)
  await post(`/store/carts/${id}/line-items`, { variant_id: (await variantOf(sku)).id, quantity }, token)
  const address = {
    first_name: "Ada", last_name: "Example", address_1: "Street 1", city: "Town", postal_code: "12345",
    country_code: region.countries[0].iso_2, phone: "1",
  }
  await post(`/store/carts/${id}`, { email, shipping_address: address, billing_address: address }, token)
  const { shipping_options: [option] } = await get(`/store/shipping-options?cart_id=${id}`)
  await post(`/store/carts/${id}/shipping-methods`, { option_id: option.id }, token)
  const { payment_collection } = await post("/store/payment-collections", { cart_id: id }, token)
  await post(`/store/payment-collections/${payment_collection.id}/payment-sessions`, { provider_id: "pp_system_default" }, token)
  return id
}

const complete = async (cart, token) => (await post(`/store/carts/${cart}/complete`, {}, token)).order
const buy = async (email, sku = MUG, quantity = 2, token) => complete(await fill(email, sku, quantity, token), token)

async function capture({ id }) {
  const { order } = await get(`/admin/orders/${id}?fields=*payment_collections.payments`)
  await post(`/admin/payments/${order.payment_collections[0].payments[0].id}/capture`)
}

async function fulfill({ id }, quantity) {
  const { order } = await get(`/admin/orders/${id}?fields=*items`)
  await post(`/admin/orders/${id}/fulfillments`, { items: order.items.map((item) => ({ id: item.id, quantity: quantity ?? item.quantity })) })
}

/** One piece comes back, and is sold again. */
async function takeBack({ id }) {
  const { order } = await get(`/admin/orders/${id}?fields=*items,*fulfillments`)
  const [fulfillment] = order.fulfillments
  await post(`/admin/orders/${id}/fulfillments/${fulfillment.id}/shipments`, {
    items: order.items.map((item) => ({ id: item.id, quantity: item.quantity })),
  })
  await post(`/admin/orders/${id}/fulfillments/${fulfillment.id}/mark-as-delivered`)
  const { stock_locations: [location] } = await get("/admin/stock-locations")
  const { return: made } = await post("/admin/returns", { order_id: id, location_id: location.id })
  await post(`/admin/returns/${made.id}/request-items`, { items: [{ id: order.items[0].id, quantity: 1 }] })
  await post(`/admin/returns/${made.id}/request`)
  const { return: requested } = await get(`/admin/returns/${made.id}?fields=*items`)
  await post(`/admin/returns/${made.id}/receive`)
  await post(`/admin/returns/${made.id}/receive-items`, { items: [{ id: requested.items[0].item_id, quantity: 1 }] })
  await post(`/admin/returns/${made.id}/receive/confirm`)
}

async function levelOf(sku) {
  const { inventory_items: [item] } = await get(`/admin/inventory-items?sku=${sku}&fields=id,*location_levels`)
  return { item, level: item.location_levels[0] }
}

async function count(sku, stocked_quantity) {
  const { item, level } = await levelOf(sku)
  await post(`/admin/inventory-items/${item.id}/location-levels/${level.location_id}`, { stocked_quantity })
}

/** A product that the backup does not have. */
async function addProduct() {
  const { shipping_options: [option] } = await get("/admin/shipping-options?fields=shipping_profile_id")
  const { stores: [store] } = await get("/admin/stores")
  const { regions: [region] } = await get("/admin/regions")
  const variant = {
    title: "Newer", sku: "NEWER", manage_inventory: true, options: { Kind: "Newer" }, prices: [{ currency_code: region.currency_code, amount: 700 }],
  }
  await post("/admin/products", {
    title: "A newer product", status: "published", shipping_profile_id: option.shipping_profile_id,
    sales_channels: [{ id: store.default_sales_channel_id }], options: [{ title: "Kind", values: ["Newer"] }], variants: [variant],
  })
  const { inventory_items: [item] } = await get("/admin/inventory-items?sku=NEWER")
  await post(`/admin/inventory-items/${item.id}/location-levels`, { location_id: store.default_location_id, stocked_quantity: 10 })
}

async function setAside(sku, quantity) {
  const { item, level } = await levelOf(sku)
  await post("/admin/reservations", { inventory_item_id: item.id, location_id: level.location_id, quantity, description: "for the window" })
}

const named = async (email) => (await get(`/admin/orders?q=${encodeURIComponent(email)}&fields=id,email`)).orders[0]

const SCENES = {
  /** What the backup has; some of it changes after it. */
  async before() {
    const token = await register(ADA)
    await buy(ADA, MUG, 1, token)
    for (const name of ["unchanged", "captured", "canceled", "sent", "returned"]) await buy(`${name}@old.example`)
    await fulfill(await named("returned@old.example"))
    await setAside(MUG, 1)
    console.log(await fill("open@old.example", MUG, 3))
  },

  /** What it does not have. $2 is the cart that was open then. */
  async after(cart) {
    await complete(cart)
    await capture(await named("captured@old.example"))
    const canceled = await named("canceled@old.example")
    await post(`/admin/orders/${canceled.id}/cancel`)
    await fulfill(await named("sent@old.example"))
    await takeBack(await named("returned@old.example"))

    await buy("guest@new.example", "SAMPLE-TOTE", 4)
    await buy(NEW, MUG, 1, await register(NEW))
    await buy(ADA, "SAMPLE-SHIRT", 1, await signIn(ADA))
    const captured = await buy("captured@new.example")
    await capture(captured)
    const { id } = await buy("canceled@new.example")
    await post(`/admin/orders/${id}/cancel`)
    await fulfill(await buy("sent@new.example", MUG, 3), 2)
    await addProduct()
    await buy("product@new.example", "NEWER")
    await setAside("SAMPLE-SHIRT", 5)
    await count("SAMPLE-TOTE", 500)
    await post("/store/customers/me", { first_name: "Augusta" }, await signIn(ADA))
    // The platform's own check, cut short.
    await buy("storeyard-check@example.com", "NEWER", 1)
  },

  /** What happens in the restored shop, and an import that is repeated must leave alone. */
  async late() {
    await buy("late@late.example")
    await capture(await named("guest@new.example"))
    await fulfill(await named("captured@new.example"))
    await count("SAMPLE-SHIRT", 77)
  },

  async look() {
    const { orders } = await get("/admin/orders?limit=100&order=display_id&fields=id,email")
    const shown = []
    for (const { id, email } of orders) {
      if (email.startsWith("storeyard-check@")) continue
      const { order } = await get(`/admin/orders/${id}?fields=%2Bcart.id,%2Bcart.completed_at,*returns,*returns.items`)
      for (const item of order.items) delete item.variant
      shown.push({ ...order, changes: (await get(`/admin/orders/${id}/changes`)).order_changes })
    }
    const { inventory_items } = await get("/admin/inventory-items?order=sku&fields=sku,stocked_quantity,reserved_quantity")
    const stock = inventory_items.filter(({ sku }) => sku !== "NEWER").map(({ sku, stocked_quantity, reserved_quantity }) => [
      sku, stocked_quantity, reserved_quantity, stocked_quantity - reserved_quantity,
    ])
    const { reservations } = await get("/admin/reservations?limit=100&order=id&fields=id,quantity,line_item_id,inventory_item.sku")
    const { customers } = await get("/admin/customers?limit=100&order=email&fields=id,email,first_name,has_account")
    const ways = []
    for (const email of [ADA, NEW]) ways.push(await signIn(email).then(() => true, () => false))
    console.log(JSON.stringify({
      orders: shown, stock, ways,
      reservations: reservations.filter(({ inventory_item }) => inventory_item.sku !== "NEWER"),
      customers: customers.filter(({ email }) => !email.startsWith("storeyard-check@")),
    }, null, 1))
  },
}

const [scene, ...words] = process.argv.slice(2)
SCENES[scene](...words).catch((error) => {
  console.error(error)
  process.exit(1)
})
