// Looks at a shop that was made without sample products, and sells a product there that goes again, as the platform's check does.
// A failure fails the image's build.
const assert = require("node:assert/strict")
const { readdirSync } = require("node:fs")
const { call, owner, place, run } = require("./smoke.js")

/** As functions/adapters/shops/medusa.py lends it. */
async function lend() {
  const { shipping_options: [option] } = await call("GET", "/admin/shipping-options?fields=shipping_profile_id", owner())
  const price = { currency_code: process.env.STORE_CURRENCY.toLowerCase(), amount: 10 }
  const variant = { title: "Piece", options: { Kind: "Piece" }, manage_inventory: false, prices: [price] }
  const product = {
    title: "Storeyard check", handle: "storeyard-check", external_id: "storeyard-check", status: "published",
    shipping_profile_id: option.shipping_profile_id, options: [{ title: "Kind", values: ["Piece"] }], variants: [variant],
  }
  return (await call("POST", "/admin/products", { ...owner(), body: product })).product
}

async function main() {
  const count = async (path) => (await call("GET", path, owner())).count
  assert.deepEqual([await count("/store/products"), await count("/admin/products"), await count("/admin/inventory-items")], [0, 0, 0])
  assert.deepEqual(readdirSync("/app/static"), [])

  const { regions: [region] } = await call("GET", "/store/regions")
  const product = await lend()
  const order = await place(product.variants[0], region)
  assert.equal(order.shipping_total, 500)
  assert.equal(order.total, 2 * 10 + 500)
  assert.equal(await count("/admin/products?external_id=storeyard-check"), 1)
  await call("DELETE", `/admin/products/${product.id}`, owner())
  // A check that was interrupted in between leaves the order for the next one.
  await call("DELETE", `/admin/storeyard/orders/${order.id}`, owner())
  assert.deepEqual([await count("/admin/products"), await count("/admin/orders")], [0, 0])
  const mail = await fetch("http://127.0.0.1:9000/admin/storeyard/mail", { method: "POST", headers: owner() })
  assert.deepEqual([mail.status, await mail.json()], [409, { message: "no relay is set" }])
  console.log("bare: a shop with no product took an order for one that was lent")
}

run(main)
