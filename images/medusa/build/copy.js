// Looks at a shop that is a copy of the one that smoke.js bought in, on that one's data. A failure fails the image's build.
const assert = require("node:assert/strict")
const { buy, call, owner, run, secret, store } = require("./smoke.js")
const { Relay } = require("./relay.js")

const BASE = "http://127.0.0.1:9000"
const signIn = (email, password) =>
  fetch(`${BASE}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  })

/** It is the store's own: its keys, its owner, its addresses; and nobody else's. */
async function ownData() {
  await buy() // with its own key, and pictures at its own address
  const { api_keys } = await call("GET", "/admin/api-keys?fields=type,redacted", owner())
  assert.deepEqual(api_keys.map(({ type }) => type).sort(), ["publishable", "secret"])
  const foreign = await fetch(`${BASE}/admin/orders`, { headers: { authorization: "Basic sk_build_only" } })
  const shopper = await fetch(`${BASE}/store/regions`, { headers: { "x-publishable-api-key": "pk_build_only" } })
  assert.deepEqual([foreign.status, shopper.status], [401, 400])
  assert.equal((await signIn(secret("admin-email"), secret("admin-password"))).status, 200)
  assert.equal((await signIn("admin@build.example", "build-only")).status, 401)
}

/** What the owner chose since then is not undone by another start. */
async function again() {
  const { setUp } = require("/app/setup.js")
  const databaseUrl = `postgres://${process.env.DATABASE_USER ?? "medusa"}@127.0.0.1/${process.env.DATABASE_NAME}`
  const client = new (require("/app/node_modules/pg").Client)({ connectionString: databaseUrl })
  await client.connect()
  const passwords = async () => (await client.query("SELECT provider_metadata FROM provider_identity")).rows
  await client.query("UPDATE provider_identity SET provider_metadata = '{\"password\": \"chosen\"}'")
  assert.deepEqual(await setUp({ databaseUrl, ...store() }), { created: false, migrated: false, taken: false, forgotten: false })
  assert.deepEqual(await passwords(), [{ provider_metadata: { password: "chosen" } }])
  await client.end()
}

/** Nothing is sent, though a relay is set and an order was placed. */
async function silence(relay) {
  const options = { method: "POST", headers: { ...owner(), "content-type": "application/json" }, body: '{"to":"try@build.example"}' }
  const response = await fetch(`${BASE}/admin/storeyard/mail`, options)
  assert.equal(response.status, 409)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  assert.equal(relay.connections, 0, "a copy sends mail")
}

async function main() {
  const relay = await new Relay(Number(process.env.MAIL_PORT)).listen()
  for (const address of ["/", "/products/sample-mug", "/static/mug.svg", "/app"]) {
    const page = await fetch(BASE + address)
    assert.deepEqual([address, page.status, page.headers.get("x-robots-tag")], [address, 200, "noindex, nofollow"])
  }
  assert.equal(await (await fetch(`${BASE}/robots.txt`)).text(), "User-agent: *\nDisallow: /\n")
  assert.equal((await fetch(`${BASE}/hooks/payment/system_default`, { method: "POST", body: "{}" })).status, 403)
  assert.equal((await (await fetch(`${BASE}/storefront/config.json`)).json()).copy, true)
  await ownData()
  await again()
  await silence(relay)
  console.log("copy: it is the store's own, and says what it is")
}

run(main)
