// The shop's one process: prepares the database and starts Medusa. Medusa's own command line is left out, which loads a
// TypeScript compiler it then does not use.
const modules = require("./modules")
const recorded = modules.use()
const { subscribe } = require("node:diagnostics_channel")
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs")
const path = require("node:path")
const { Worker } = require("node:worker_threads")

const SECRETS = process.env.STOREYARD_SECRETS ?? "/run/secrets/store"
// Longer than an ingress keeps a connection that nobody uses (Traefik: 90 s). Else the shop closes it first, sometimes just when a
// request is sent on it: an order would be answered with 502.
const KEEP_MS = 120_000
// How often it looks for orders that nobody was told of.
const FORGOTTEN_SECONDS = 60
const began = Date.now()
// What the platform needs of a shop, compiled: in an image of a merchant's own project it stands beside that (project/build.sh).
const OURS = existsSync(path.join(__dirname, "storeyard/package.json")) ? "./storeyard/.medusa/server/src" : "./src"

const log = (message, level = "info") =>
  console.log(JSON.stringify({ level, message: `storeyard: ${message}`, duration: Date.now() - began }))

function fail(message) {
  console.error(JSON.stringify({ level: "error", message: `storeyard: ${message}` }))
  process.exit(1)
}

function secret(name) {
  try {
    const value = readFileSync(path.join(SECRETS, name), "utf8").trim()
    if (value) return value
  } catch {
    // said below, in the same words as an empty one
  }
  return fail(`the secret ${name} is missing`)
}

/** Valkey's address, where the shop has one: it is then one of several processes, and they agree by it. */
function queueUrl() {
  if (!existsSync(path.join(SECRETS, "queue-password"))) return undefined
  const [host, port = "6379"] = (process.env.QUEUE_HOST ?? "queue").split(":")
  return `redis://:${encodeURIComponent(secret("queue-password"))}@${host}:${port}/0`
}

const required = (name) => process.env[name] || fail(`${name} is not set`)

/** A setting that is true or false. */
function truth(name, unsaid) {
  const value = process.env[name] || String(unsaid)
  return ["true", "false"].includes(value) ? value === "true" : fail(`${name} is neither true nor false`)
}

/** A setting that is a number of per cents; 0 if nothing is said. */
function percent(name) {
  const value = Number(process.env[name] || "0")
  return value >= 0 && value <= 100 ? value : fail(`${name} is no number of per cents`)
}

function settings() {
  const host = process.env.DATABASE_HOST ?? "db"
  const name = process.env.DATABASE_NAME ?? "medusa"
  const user = process.env.DATABASE_USER ?? "medusa"
  return {
    databaseUrl: `postgres://${user}:${encodeURIComponent(secret("db-password"))}@${host}:5432/${name}`,
    queueUrl: queueUrl(),
    uploads: path.join(__dirname, "static"),
    shop: {
      name: required("STORE_NAME"),
      url: required("STORE_URL"),
      country: required("STORE_COUNTRY"),
      currency: required("STORE_CURRENCY"),
      locale: process.env.STORE_LOCALE || "en",
      taxRate: percent("STORE_TAX_RATE"),
    },
    cards: process.env.PAYMENTS_PROVIDER === "stripe" && process.env.STORE_COPY !== "true",
    samples: truth("STORE_SAMPLE_PRODUCTS", true),
    secrets: {
      publishableKey: secret("publishable-key"),
      secretKey: secret("secret-key"),
      adminEmail: secret("admin-email"),
      adminPassword: secret("admin-password"),
    },
  }
}

/** No telemetry. MEDUSA_DISABLE_TELEMETRY alone keeps events from being stored; the process that would send them still starts, and
 * the log invites to opt out. */
function beQuiet() {
  const folder = path.join(required("XDG_CONFIG_HOME"), "medusa")
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, "config.json"), JSON.stringify({ telemetry: { enabled: false } }))
}

function prepareDatabase(setUp) {
  return new Promise((resolve) => {
    const worker = new Worker(path.join(__dirname, "setup.js"), { workerData: { setUp } })
    worker.once("message", resolve)
    worker.once("error", (error) => resolve({ error: error.message }))
  })
}

async function main() {
  process.chdir(__dirname)
  const setUp = settings()
  const copy = truth("STORE_COPY", false) // the storefront reads it too
  process.env.DATABASE_URL = setUp.databaseUrl
  if (setUp.queueUrl) process.env.QUEUE_URL = setUp.queueUrl
  process.env.STOREYARD_KEEPS_PRODUCTS = String(OURS === "./src") // src/products/kept.ts
  process.env.JWT_SECRET = secret("jwt-secret")
  process.env.COOKIE_SECRET = secret("cookie-secret")

  require("./aliases").redirect((process.env.STORE_ALIASES ?? "").split(" ").filter(Boolean), setUp.shop.url)
  beQuiet()
  const database = prepareDatabase(setUp)
  const start = require("@medusajs/medusa/commands/start").default
  await require("./preload").preload(__dirname, recorded)
  log("code loaded")
  const { error, created, migrated, taken, forgotten } = await database
  if (error) fail(error)
  if (forgotten) log("what was under way is of other data, and is forgotten")
  log(created ? "database made from the template" : migrated ? "database migrated" : taken ? "database taken over" : "database found")
  subscribe("http.server.request.start", ({ server, response }) => {
    server.keepAliveTimeout = KEEP_MS
    // Of every answer: Medusa serves pictures and its admin before anything of ours is asked.
    if (copy) response.setHeader("X-Robots-Tag", "noindex, nofollow")
  })
  await start({ directory: __dirname, port: Number(process.env.PORT ?? 9000) })
  const said = ["mail", "payments"].map((part) => require(`${OURS}/${part}/settings`).describe())
  modules.forget()
  for (const { message, level } of said) log(message, level)
  if (setUp.queueUrl) log("one of several: events, locks and sessions are in Valkey")
  if (!copy) require(`${OURS}/orders/announced`).watch(Number(process.env.FORGOTTEN_ORDERS_SECONDS || FORGOTTEN_SECONDS), log)
  log("ready")
}

process.on("unhandledRejection", (reason) => console.error(reason))
main().catch((error) => fail(error.stack))
