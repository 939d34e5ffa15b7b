// Looks at a shop that is two processes, on ports 9000 and 9001, with Valkey between them: they are one shop. With "again", at what
// it holds after a start on other data. A failure fails the image's build.
const assert = require("node:assert/strict")
const { spawn } = require("node:child_process")
const { readFileSync } = require("node:fs")
const { Redis } = require("/app/node_modules/ioredis")
const { call, owner, run, secret } = require("./smoke.js")
const { Relay } = require("./relay.js")

const PODS = ["http://127.0.0.1:9000", "http://127.0.0.1:9001"]
const FOLDER = "/tmp/queue"
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const queue = () => new Redis({ port: 6379, password: secret("queue-password") })

async function ask(pod, method, url, body, headers = {}) {
  const response = await fetch(PODS[pod] + url, {
    method,
    headers: { "content-type": "application/json", "x-publishable-api-key": secret("publishable-key"), ...headers },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, cookie: response.headers.get("set-cookie"), body: text.startsWith("{") ? JSON.parse(text) : text }
}

async function told(pod, method, url, body, headers) {
  const answer = await ask(pod, method, url, body, headers)
  assert(answer.status < 300, `${method} ${url} at ${PODS[pod]}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A cart that lacks nothing but its completion; each step is at the other process than the one before. */
async function cart(email, first = 0) {
  let turn = first
  const next = (method, url, body) => told(turn++ % 2, method, url, body)
  const { regions: [region] } = await next("GET", "/store/regions")
  const { products: [product] } = await next("GET", `/store/products?region_id=${region.id}`)
  const { cart: { id } } = await next("POST", "/store/carts", { region_id: region.id })
  await next("POST", `/store/carts/${id}/line-items`, { variant_id: product.variants[0].id, quantity: 1 })
  const address = {
    first_name: "Two", last_name: "Pods", address_1: "Street 1", city: "Town", postal_code: "12345",
    country_code: process.env.STORE_COUNTRY.toLowerCase(), phone: "1",
  }
  await next("POST", `/store/carts/${id}`, { email, shipping_address: address, billing_address: address })
  const { shipping_options: [option] } = await next("GET", `/store/shipping-options?cart_id=${id}`)
  await next("POST", `/store/carts/${id}/shipping-methods`, { option_id: option.id })
  const { payment_collection: { id: payment } } = await next("POST", "/store/payment-collections", { cart_id: id })
  await next("POST", `/store/payment-collections/${payment}/payment-sessions`, { provider_id: "pp_system_default" })
  return id
}

const complete = (id, pod) => told(pod, "POST", `/store/carts/${id}/complete`, {})
const count = async (pod, email) => (await told(pod, "GET", `/admin/orders?limit=100&q=${encodeURIComponent(email)}`, undefined, owner())).count

/** Events are carried out once, wherever they come from; each order is seen by both. */
async function orders(relay) {
  const buyers = ["a", "b", "c", "d"].map((name) => `${name}@pods.example`)
  const made = await Promise.all(buyers.map(async (email, turn) => (await complete(await cart(email, turn), turn % 2)).order))
  assert.equal(new Set(made.map(({ id }) => id)).size, buyers.length)
  for (const { id } of made) for (const pod of [0, 1]) assert.equal((await told(pod, "GET", `/store/orders/${id}`)).order.id, id)
  for (const email of buyers) await relay.wait(email)
  await pause(2)
  for (const email of buyers) assert.equal(relay.mails.filter(({ receivers }) => receivers.includes(email)).length, 1, `mails to ${email}`)
}

/** Who clicks twice, and gets to both, has ordered once. */
async function twice() {
  const email = "twice@pods.example"
  const id = await cart(email)
  const answers = await Promise.all([0, 1, 0, 1].map((pod) => ask(pod, "POST", `/store/carts/${id}/complete`, {})))
  const made = answers.filter(({ body }) => body.type === "order").map(({ body }) => body.order.id)
  console.log(`pods: one cart completed four times at once: ${answers.map(({ status }) => status).join(" ")}`)
  assert(made.length > 0 && new Set(made).size === 1, `orders ${made}`)
  assert(answers.every(({ status }) => status === 200 || status === 409), JSON.stringify(answers.map(({ body }) => body)))
  assert.equal((await complete(id, 1)).order.id, made[0])
  assert.equal(await count(0, email), 1)
}

/** Who signs in to the admin at one is signed in at the other. */
async function session() {
  const { token } = await told(0, "POST", "/auth/user/emailpass", { email: secret("admin-email"), password: secret("admin-password") })
  const { cookie } = await ask(0, "POST", "/auth/session", {}, { authorization: `Bearer ${token}` })
  const me = await ask(1, "GET", "/admin/users/me", undefined, { cookie: cookie.split(";", 1)[0] })
  assert.deepEqual([me.status, me.body.user?.email], [200, secret("admin-email")])
}

/** Valkey is killed and comes back with what it held: buyers wait, and all have their order. */
async function killed() {
  const buyers = Array.from({ length: 8 }, (_, turn) => `killed-${turn}@pods.example`)
  const carts = await Promise.all(buyers.map((email, turn) => cart(email, turn)))
  const answers = carts.map(async (id, turn) => {
    await pause(turn * 0.15)
    return ask(turn % 2, "POST", `/store/carts/${id}/complete`, {})
  })
  await pause(0.5)
  process.kill(Number(readFileSync(`${FOLDER}/valkey.pid`, "utf8")), "SIGKILL")
  await pause(1)
  spawn("valkey-server", [`${FOLDER}/valkey.conf`], { stdio: "ignore", detached: true }).unref()
  const statuses = (await Promise.all(answers)).map(({ status, body }) => (status === 200 ? "200" : `${status} ${JSON.stringify(body)}`))
  console.log(`pods: eight carts completed while Valkey was killed: ${statuses.join(" ")}`)
  for (const [turn, id] of carts.entries()) {
    if (statuses[turn] !== "200") console.log(`pods: asked again: ${JSON.stringify((await ask(turn % 2, "POST", `/store/carts/${id}/complete`, {})).body).slice(0, 200)}`)
  }
  for (const [turn, email] of buyers.entries()) assert.equal(await count(turn % 2, email), 1, `orders of ${email}`)
}

/** Nobody without the password gets anything of it. */
async function secrecy() {
  const stranger = new Redis({ port: 6379, maxRetriesPerRequest: 0, retryStrategy: () => null })
  stranger.on("error", () => {})
  await assert.rejects(stranger.get("storeyard:data"), /NOAUTH/)
  stranger.disconnect()
}

async function main() {
  const relay = await new Relay(Number(process.env.MAIL_PORT)).listen()
  await secrecy()
  await orders(relay)
  await session()
  await twice()
  await killed()
  await relay.close()
  const redis = queue()
  await redis.set("what was under way", "on this data")
  redis.disconnect()
  console.log("pods: two processes are one shop")
}

async function again() {
  const redis = queue()
  assert.equal(await redis.exists("what was under way"), Number(process.argv[3]))
  redis.disconnect()
  await call("GET", "/store/regions")
}

run(process.argv[2] === "again" ? again : main)
