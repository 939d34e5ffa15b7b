// Starts the shop in this process, looks at the storefront, buys something, sees the order in the admin, removes it, and writes
// the code that was loaded for that (runtime/modules.js). A failure fails the image's build.
const assert = require("node:assert/strict")
const { readFileSync } = require("node:fs")

const BASE = "http://127.0.0.1:9000"
const secret = (name) => readFileSync(`${process.env.STOREYARD_SECRETS}/${name}`, "utf8").trim()
/** How the platform signs in. */
const owner = () => ({ authorization: `Basic ${secret("secret-key")}` })

async function call(method, url, { body, authorization } = {}) {
  const response = await fetch(BASE + url, {
    method,
    headers: {
      "content-type": "application/json",
      "x-publishable-api-key": secret("publishable-key"),
      ...(authorization ? { authorization } : {}),
    },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  assert(response.ok, `${method} ${url}: ${response.status} ${text}`)
  return text.startsWith("{") ? JSON.parse(text) : text
}

async function ready() {
  for (let attempt = 0; attempt < 600; attempt++) {
    try {
      return await call("GET", "/storeyard/ready")
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  throw new Error("the shop did not become ready")
}

async function buy() {
  const { regions: [region] } = await call("GET", "/store/regions")
  const { products: [product] } = await call(
    "GET",
    `/store/products?region_id=${region.id}&fields=*variants.calculated_price,%2Bvariants.inventory_quantity`,
  )
  const [variant] = product.variants
  assert.equal(variant.calculated_price.currency_code, process.env.STORE_CURRENCY.toLowerCase())
  const least = process.env.STORE_CURRENCY === "JPY" ? 1000 : 10
  assert(variant.inventory_quantity > 0 && variant.calculated_price.calculated_amount >= least)
  assert(product.thumbnail.startsWith(process.env.STORE_URL))
  return { order: await place(variant, region), variant, region }
}

/** Orders two pieces as a guest, to be paid on delivery. */
async function place(variant, region, { email = "order@build.example", address: other = {} } = {}) {
  const { cart: { id: cart } } = await call("POST", "/store/carts", { body: { region_id: region.id } })
  await call("POST", `/store/carts/${cart}/line-items`, { body: { variant_id: variant.id, quantity: 2 } })
  const address = {
    first_name: "Build", last_name: "Test", address_1: "Street 1", city: "Town", postal_code: "12345",
    country_code: process.env.STORE_COUNTRY.toLowerCase(), phone: "1", ...other,
  }
  await call("POST", `/store/carts/${cart}`, {
    body: { email, shipping_address: address, billing_address: address },
  })
  const { shipping_options: [option] } = await call("GET", `/store/shipping-options?cart_id=${cart}`)
  await call("POST", `/store/carts/${cart}/shipping-methods`, { body: { option_id: option.id } })
  const { payment_collection: { id: payment } } = await call("POST", "/store/payment-collections", { body: { cart_id: cart } })
  await call("POST", `/store/payment-collections/${payment}/payment-sessions`, { body: { provider_id: "pp_system_default" } })
  return (await call("POST", `/store/carts/${cart}/complete`, { body: {} })).order
}

/** The storefront is there, and takes none of Medusa's addresses. */
async function storefront() {
  const get = async (address, options) => {
    const response = await fetch(BASE + address, options)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const page = await get("/")
  assert.deepEqual([page.status, page.headers.get("cache-control")], [200, "no-cache"])
  assert.equal(page.headers.get("keep-alive"), "timeout=120")
  assert.match(page.headers.get("content-security-policy"), /^default-src 'self';(?!.*unsafe)/)
  assert.match(page.text, /<html lang="en-JP" dir="ltr">/)
  const br = await get("/", { headers: { "accept-encoding": "br" } })
  assert.deepEqual([br.headers.get("content-encoding"), br.text], ["br", page.text])

  const statuses = { "/products/sample-mug": 200, "/cart": 200, "/checkout?a=b": 200, "/no/such/page": 404, "/index.html": 404 }
  for (const [address, status] of Object.entries(statuses)) {
    const other = await get(address)
    assert.deepEqual([address, other.status, other.text], [address, status, page.text])
  }
  const { STORE_NAME: name, STORE_URL: url, STORE_COUNTRY: country, STORE_CURRENCY: currency, STORE_COLOR: color,
    STORE_LOCALE: locale } = process.env
  assert.deepEqual(JSON.parse((await get("/storefront/config.json")).text), {
    name, url, country, currency, locale, color, copy: false, payments: null, publishableKey: secret("publishable-key"),
  })
  const assets = [...page.text.matchAll(/(?:src|href)="(\/storefront\/assets\/[^"]+)"/g)].map(([, address]) => address)
  assert.equal(assets.length, 2, `the page loads ${assets}`)
  for (const address of assets) {
    const plain = await get(address, { headers: { "accept-encoding": "identity" } })
    assert.deepEqual([plain.status, plain.headers.get("cache-control")], [200, "public, max-age=31536000, immutable"])
    for (const coding of ["br", "gzip"]) {
      const small = await get(address, { headers: { "accept-encoding": coding } })
      assert.deepEqual([small.headers.get("content-encoding"), small.text], [coding, plain.text])
    }
  }
  assert.equal((await get("/storefront/assets/none.js")).status, 404)
  const robots = await get("/robots.txt")
  assert.deepEqual([robots.status, robots.headers.has("x-robots-tag"), page.headers.has("x-robots-tag")], [200, false, false])

  const admin = await get("/app/orders")
  assert(admin.status === 200 && admin.text !== page.text && !admin.headers.has("content-security-policy"), "the admin is gone")
  assert.match((await get("/store/products")).text, /publishable/i)
  assert.equal((await get("/admin/orders")).status, 401)
  assert.equal((await get("/health")).text, "OK")
  assert.match((await get("/static/mug.svg")).text, /^<svg/)
  assert.equal((await get("/", { method: "POST" })).status, 404)
}

/** Strangers get what others were answered; a change is seen at once, and who is signed in gets an answer of their own. */
async function kept(variant, region) {
  const ask = async (headers = {}) => {
    const response = await fetch(`${BASE}/store/products?region_id=${region.id}&fields=id,title`, {
      headers: { "x-publishable-api-key": secret("publishable-key"), ...headers },
    })
    assert.match(response.headers.get("content-type"), /^application\/json/)
    const { products } = await response.json()
    return { kept: response.headers.has("age"), titles: Object.fromEntries(products.map(({ id, title }) => [id, title])) }
  }
  const all = await Promise.all([1, 2, 3, 4].map(() => ask()))
  for (const one of all) assert.deepEqual(one.titles, all[0].titles)
  assert.deepEqual(await ask(), { kept: true, titles: all[0].titles })
  assert.equal((await ask({ authorization: "Bearer of-nobody" })).kept, false)
  const { products: [{ id }] } = await call("GET", `/admin/products?sku=${variant.sku}&fields=id,title`, owner())
  const before = all[0].titles[id]
  for (const title of ["Changed", before]) {
    await call("POST", `/admin/products/${id}`, { ...owner(), body: { title } })
    assert.deepEqual(await ask(), { kept: false, titles: { ...all[0].titles, [id]: title } })
  }
  assert.equal((await ask({ "x-publishable-api-key": "pk_of_nobody" }).catch(() => ({ kept: false }))).kept, false)
  await call("POST", "/store/carts", { body: { region_id: region.id } })
  assert.equal((await ask()).kept, true, "a cart ends what is kept")
}

/** What a start with these settings does. */
function start(name, adminEmail) {
  const { setUp } = require("/app/setup.js")
  const { shop, secrets } = store()
  return setUp({ databaseUrl: process.env.DATABASE_URL, shop: { ...shop, name }, secrets: { ...secrets, adminEmail } })
}

/** A second start changes nothing; one with an image of other migrations runs them, once; one with an older image refuses. */
async function upgrade() {
  const again = () => start(process.env.STORE_NAME, secret("admin-email"))
  assert.deepEqual(await again(), { created: false, migrated: false, taken: false, forgotten: false })
  const client = new (require("/app/node_modules/pg").Client)({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const put = (key, value) =>
    client.query("INSERT INTO storeyard.state VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value])
  const states = async () => (await client.query("SELECT key, value FROM storeyard.state ORDER BY key")).rows
  const before = await states()

  const script = "migrate-tax-region-provider.js"
  await client.query("DELETE FROM script_migrations WHERE script_name = $1", [script])
  await put("migrations", "of an older image")
  await client.query("DELETE FROM storeyard.state WHERE key = 'version'") // as an image of before this was kept
  const both = await Promise.all([again(), again()])
  assert.deepEqual(both.map(({ migrated }) => migrated).sort(), [false, true], "two starts at once do not migrate once")
  const { rows } = await client.query("SELECT finished_at FROM script_migrations WHERE script_name = $1", [script])
  assert(rows.length === 1 && rows[0].finished_at, "the script did not run")
  assert.deepEqual(await states(), before)

  await put("migrations", "of another image")
  await put("version", "2.100.0")
  const newer = await states()
  await assert.rejects(again, /newer version than this image \(Medusa 2\.100\.0 there/)
  assert.deepEqual(await states(), newer, "a refusal changed something")
  await put("version", "2.3.0")
  assert.equal((await again()).migrated, true)
  assert.deepEqual(await states(), before)
  await client.end()
}

/** Signs in as the owner; the admin's authorization, or null. */
async function signIn(email) {
  const body = JSON.stringify({ email, password: secret("admin-password") })
  const response = await fetch(`${BASE}/auth/user/emailpass`, { method: "POST", headers: { "content-type": "application/json" }, body })
  return response.ok ? `Bearer ${(await response.json()).token}` : null
}

/** A name and an e-mail address are taken over where they are wanted anew; what the owner changed in the admin outlives a start. */
async function settings() {
  const [name, email, other] = [process.env.STORE_NAME, secret("admin-email"), "boss@build.example"]
  const shown = async () => (await call("GET", "/admin/stores", owner())).stores[0]
  const rename = async (to) => call("POST", `/admin/stores/${(await shown()).id}`, { ...owner(), body: { name: to } })

  await rename("The owner's own")
  await start(name, email)
  assert.equal((await shown()).name, "The owner's own")
  await start("Wanted 'anew' \\", other)
  assert.equal((await shown()).name, "Wanted 'anew' \\")
  assert.equal(await signIn(email), null)
  const authorization = await signIn(other)
  assert.equal((await call("GET", "/admin/users/me", { authorization })).user.email, other)

  await rename("The owner's own")
  await start("Wanted 'anew' \\", other)
  assert.equal((await shown()).name, "The owner's own")
  await start(name, email)
  assert.equal((await shown()).name, name)
  assert(await signIn(email), "the way back leads nowhere")
}

/** What start.js tells the set-up of this store. */
function store() {
  const { STORE_NAME: name, STORE_URL: url, STORE_COUNTRY: country, STORE_CURRENCY: currency } = process.env
  const [publishableKey, secretKey] = [secret("publishable-key"), secret("secret-key")]
  const [adminEmail, adminPassword] = [secret("admin-email"), secret("admin-password")]
  return { shop: { name, url, country, currency, locale: "en", taxRate: 0 }, secrets: { publishableKey, secretKey, adminEmail, adminPassword } }
}

/** A storefront that a merchant brought: a page, with what it has to know. */
async function anyStorefront() {
  const page = await fetch(`${BASE}/`)
  assert.deepEqual([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"])
  assert.equal((await call("GET", "/storefront/config.json")).publishableKey, secret("publishable-key"))
}

/** `what`: "project" is a merchant's own, which may have another storefront and more migrations than are known here. */
async function main(what = process.argv[2]) {
  const modules = require("/app/modules.js")
  modules.record()
  require("/app/start.js")
  await ready()
  await (what === "project" ? anyStorefront : storefront)()
  const { order, variant, region } = await buy()
  if (what !== "project") await kept(variant, region)

  const login = { email: secret("admin-email"), password: secret("admin-password") }
  const { token } = await call("POST", "/auth/user/emailpass", { body: login })
  const { stores: [store] } = await call("GET", "/admin/stores", { authorization: `Bearer ${token}` })
  assert.equal(store.name, process.env.STORE_NAME)
  const { orders } = await call("GET", "/admin/orders?fields=id,total", owner())
  assert.deepEqual(orders.map(({ id }) => id), [order.id])
  await call("GET", "/app")

  await call("DELETE", `/admin/storeyard/orders/${order.id}`, owner())
  assert.equal((await call("GET", "/admin/orders", owner())).count, 0)
  const { products } = await call(
    "GET", `/store/products?region_id=${region.id}&id=${variant.product_id ?? ""}&fields=%2Bvariants.inventory_quantity`,
  )
  assert(products.every(({ variants }) => variants.every((one) => one.inventory_quantity === 1000)), "stock is not put back")

  assert.equal(require("/app/node_modules/@medusajs/telemetry").flush, undefined, "telemetry is on")
  modules.write()
  if (what !== "project") await upgrade()
  await settings()
  console.log("smoke: the storefront is served; an order was placed, seen and removed")
}

/** Ends the process: with an error that fails the image's build, if there was one. */
const run = (check) =>
  check().then(
    () => process.exit(0),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )

module.exports = { buy, call, owner, place, run, secret, store }
if (require.main === module) run(main)
