// Looks at a shop that has keys of an account at Stripe, or with "off" at the same shop without, with "copy" at a copy of it. Stripe
// is not there: what a payment becomes is proven in a cluster (tests/e2e/test_payments.py). A failure fails the image's build.
const assert = require("node:assert/strict")
const { createHmac } = require("node:crypto")
const { call, owner, run } = require("./smoke.js")

const HOOK = "/hooks/payment/stripe_stripe"
const SIGNS = "whsec_buildonly"
const EVENT = { id: "evt_1", object: "event", type: "payment_intent.succeeded", data: { object: { id: "pi_1", currency: "jpy", metadata: {} } } }

async function told(event, { secret = SIGNS, at = Math.floor(Date.now() / 1000), sent = JSON.stringify(event) } = {}) {
  const signature = createHmac("sha256", secret).update(`${at}.${JSON.stringify(event)}`).digest("hex")
  const headers = { "content-type": "application/json", "stripe-signature": `t=${at},v1=${signature}` }
  const response = await fetch(`http://127.0.0.1:9000${HOOK}`, { method: "POST", headers, body: sent })
  return response.status
}

async function offered() {
  const { regions: [region] } = await call("GET", "/store/regions")
  const { payment_providers } = await call("GET", `/store/payment-providers?region_id=${region.id}`)
  return payment_providers.map(({ id }) => id).sort()
}

const asked = async () => {
  const response = await fetch("http://127.0.0.1:9000/admin/storeyard/payments", { method: "POST", headers: owner() })
  return { status: response.status, text: await response.text() }
}
const page = async () => (await fetch("http://127.0.0.1:9000/")).headers.get("content-security-policy")
const shown = async () => (await call("GET", "/storefront/config.json")).payments

async function on() {
  assert.deepEqual(await shown(), { provider: "stripe", publishableKey: "pk_test_buildonly" })
  assert.match(await page(), /script-src 'self' https:\/\/js\.stripe\.com .*frame-src https:\/\/js\.stripe\.com/)
  assert.deepEqual(await offered(), ["pp_stripe_stripe", "pp_system_default"])
  const { status, text } = await asked()
  assert(status === 502 && !text.includes("sk_test"), `Stripe is away, and it is said: ${status} ${text}`)
  assert.equal((await fetch("http://127.0.0.1:9000/admin/storeyard/payments", { method: "POST" })).status, 401)
  assert.equal(await told(EVENT), 200)
  assert.equal(await told(EVENT, { secret: "whsec_other" }), 400)
  assert.equal(await told(EVENT, { at: 1_700_000_000 }), 400)
  assert.equal(await told(EVENT, { sent: JSON.stringify({ ...EVENT, id: "evt_2" }) }), 400)
  assert.equal((await fetch(`http://127.0.0.1:9000${HOOK}`, { method: "POST", body: "{}" })).status, 400)
}

async function off() {
  assert.equal(await shown(), null)
  assert(!(await page()).includes("stripe"), "the page lets Stripe in")
  assert.deepEqual(await offered(), ["pp_system_default"])
  assert.equal((await asked()).status, 409)
}

async function copy() {
  await off()
  assert.equal(await told(EVENT), 403)
}

run(async () => {
  await { on, off, copy }[process.argv[2]]()
  console.log(`cards: ${process.argv[2]}`)
})
