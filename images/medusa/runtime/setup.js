// Makes the shop's database out of the template, once; a later image with other migrations runs them. It runs as a worker
// thread of start.js, beside the loading of Medusa. One transaction: a start that is cut short leaves nothing behind.
const { randomBytes, scryptSync } = require("node:crypto")
const { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } = require("node:fs")
const path = require("node:path")
const { isMainThread, workerData } = require("node:worker_threads")
const { Client } = require("pg")
const scrypt = require("scrypt-kdf")
const announced = require("./announced")
const { migrate, noteCurrent } = require("./migrations")
const { markAsOwn, takeOver } = require("./takeover")
const { translate, wordsOf } = require("./words")

const TEMPLATE = path.join(__dirname, "template")
const SAMPLES = path.join(__dirname, "samples")
const CARDS = "pp_stripe_stripe"
const LOCK = 7283746 // any number, the same for every start
const WAIT_SECONDS = 120
const UNREACHABLE = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "57P03"]

const newId = (prefix) => `${prefix}_${randomBytes(16).toString("hex").slice(0, 26).toUpperCase()}`
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The first connection; the database may still be starting. */
async function connect(connectionString) {
  const deadline = Date.now() + WAIT_SECONDS * 1000
  for (;;) {
    const client = new Client({ connectionString, connectionTimeoutMillis: 1000 })
    try {
      await client.connect()
      return client
    } catch (error) {
      const waiting = UNREACHABLE.includes(error.code) || /timeout|terminated/i.test(error.message)
      if (!waiting || Date.now() > deadline) throw new Error(`the database does not answer: ${error.message}`)
      client.end().catch(() => {})
      await sleep(100)
    }
  }
}

/** Takes out the products and all that is theirs; nothing but samples is there yet. What shipping costs stays. */
async function removeSamples(client) {
  await client.query("DELETE FROM price_set WHERE id IN (SELECT price_set_id FROM product_variant_price_set)")
  await client.query(
    `TRUNCATE product, product_option, inventory_item, product_sales_channel, product_shipping_profile,
       product_variant_inventory_item, product_variant_price_set CASCADE`,
  )
}

/** What differs from shop to shop. `shop` holds name, url, country, currency, locale, taxRate. */
async function personalise(client, shop, secrets) {
  const country = shop.country.toLowerCase()
  const currency = shop.currency.toLowerCase()
  const { rows: [known] } = await client.query("SELECT decimal_digits FROM currency WHERE code = $1", [currency])
  if (!known) throw new Error(`Medusa does not know the currency ${shop.currency}`)
  const { rows: [land] } = await client.query("SELECT display_name FROM region_country WHERE iso_2 = $1", [country])
  if (!land) throw new Error(`Medusa does not know the country ${shop.country}`)
  // 12 euros are worth some 1200 of a currency without cents: near enough for samples.
  const factor = known.decimal_digits === 0 ? 100 : 1

  await client.query("UPDATE store SET name = $1", [shop.name])
  await client.query("UPDATE store_currency SET currency_code = $1", [currency])
  await client.query("UPDATE price_preference SET value = $1 WHERE attribute = 'currency_code'", [currency])
  await client.query(
    `UPDATE price SET currency_code = $1, amount = amount * $2::int,
       raw_amount = jsonb_set(raw_amount, '{value}', to_jsonb((amount * $2::int)::text))`,
    [currency, factor],
  )
  await client.query("UPDATE region_country SET region_id = NULL WHERE region_id IS NOT NULL")
  await client.query("UPDATE region_country SET region_id = (SELECT id FROM region) WHERE iso_2 = $1", [country])
  await client.query("UPDATE region SET name = $1, currency_code = $2", [land.display_name, currency])
  await client.query("UPDATE tax_region SET country_code = $1", [country])
  if (shop.taxRate > 0) await addTax(client, shop)
  await translate(client, shop.locale)
  await client.query("UPDATE geo_zone SET country_code = $1", [country])
  await client.query("UPDATE stock_location_address SET country_code = $1", [country])
  await client.query("UPDATE product SET thumbnail = replace(thumbnail, 'http://store.invalid', $1)", [shop.url])
  await client.query("UPDATE image SET url = replace(url, 'http://store.invalid', $1)", [shop.url])
  await addBuyersKey(client, secrets.publishableKey)
  await addOwnersKey(client, secrets.secretKey)
  await addAdmin(client, secrets.adminEmail, secrets.adminPassword)
}

/** The country's tax, which is in all prices from the start: those of the samples, of shipping, and what the owner adds. */
async function addTax(client, { taxRate, locale }) {
  await client.query(
    `INSERT INTO tax_rate (id, rate, code, name, is_default, is_combinable, tax_region_id)
     SELECT $1, $2, 'standard', $3, true, false, id FROM tax_region`,
    [newId("txr"), taxRate, wordsOf(locale).tax ?? "VAT"],
  )
  await client.query("UPDATE price_preference SET is_tax_inclusive = true")
}

async function addKey(client, { title, type, token, stored = token, salt = "" }) {
  const id = newId("apk")
  await client.query(
    "INSERT INTO api_key (id, token, salt, redacted, title, type, created_by) VALUES ($1, $2, $3, $4, $5, $6, '')",
    [id, stored, salt, `${token.slice(0, 6)}***${token.slice(-3)}`, title, type],
  )
  return id
}

async function addBuyersKey(client, token) {
  const id = await addKey(client, { title: "Shop", type: "publishable", token })
  await client.query(
    `INSERT INTO publishable_api_key_sales_channel (id, publishable_key_id, sales_channel_id)
     SELECT $1, $2, default_sales_channel_id FROM store`,
    [newId("pksc"), id],
  )
}

/** With this key the platform sees the shop's orders, whatever becomes of the owner's password. Hashed as Medusa does it. */
async function addOwnersKey(client, token) {
  const salt = randomBytes(16).toString("hex")
  const stored = scryptSync(token, salt, 64).toString("hex")
  await addKey(client, { title: "Storeyard", type: "secret", token, stored, salt })
}

/** The same rows as `medusa user` writes; the hash is the one of Medusa's emailpass provider. */
async function addAdmin(client, email, password) {
  const [user, identity] = [newId("user"), newId("authid")]
  const hash = (await scrypt.kdf(password, { logN: 15, r: 8, p: 1 })).toString("base64")
  await client.query('INSERT INTO "user" (id, email) VALUES ($1, $2)', [user, email])
  await client.query("INSERT INTO auth_identity (id, app_metadata) VALUES ($1, $2)", [identity, { user_id: user }])
  await client.query(
    `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id, provider_metadata)
     VALUES ($1, $2, 'emailpass', $3, $4)`,
    [newId("provid"), email, identity, { password: hash }],
  )
}

async function createOnce(client, { shop, samples, secrets, uploads }) {
  const { rows: [found] } = await client.query("SELECT to_regclass('storeyard.state') IS NOT NULL AS yes")
  if (found.yes) return false
  await client.query("BEGIN")
  await client.query(readFileSync(path.join(TEMPLATE, "template.sql"), "utf8"))
  await client.query("RESET ALL")
  await client.query("CREATE SCHEMA storeyard CREATE TABLE state (key text PRIMARY KEY, value text NOT NULL)")
  await noteCurrent(client)
  if (!samples) await removeSamples(client)
  await personalise(client, shop, secrets)
  await markAsOwn(client, { shop, secrets })
  if (samples) copySamples(uploads) // before the commit, after which nothing here is done again
  await client.query("COMMIT")
  return true
}

/** Where a setting goes that is another than the one that was last put there. */
const SETTINGS = {
  name: (client, name) => client.query("UPDATE store SET name = $1, updated_at = now()", [name]),
  "admin-email": changeEmail,
}

/** The first administrator signs in by the new address, with the password as it is. */
async function changeEmail(client, email, last) {
  const tables = [['"user"', "email", "true"], ["provider_identity", "entity_id", "provider = 'emailpass'"]]
  for (const [table, column, which] of tables) {
    const free = `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${column} = $1 AND ${which} AND deleted_at IS NULL)`
    const { rowCount } = await client.query(
      `UPDATE ${table} SET ${column} = $1, updated_at = now() WHERE ${column} = $2 AND ${which} AND deleted_at IS NULL AND ${free}`,
      [email, last],
    )
    if (rowCount !== 1) throw new Error("the administrator's e-mail address is nobody's any more, or the new one is somebody else's")
  }
}

/** Puts a name and an e-mail address there that are wanted since the last start. What the shop's owner changed in the admin stays
 * until then. A database of before this was remembered is as it was wanted. */
async function keepCurrent(client, wanted) {
  const { rows } = await client.query("SELECT key, value FROM storeyard.state")
  const last = new Map(rows.map(({ key, value }) => [key, value]))
  for (const [setting, value] of Object.entries(wanted)) {
    const key = `put ${setting}`
    if (last.get(key) === value) continue
    await client.query("BEGIN")
    if (last.has(key)) await SETTINGS[setting](client, value, last.get(key))
    await client.query("INSERT INTO storeyard.state VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value])
    await client.query("COMMIT")
  }
}

/** Offers payment by card in every region, or no more, where that is wanted anew. What the owner changes in the admin stays until
 * then. */
async function offerCards(client, cards) {
  const { rows: [last] } = await client.query("SELECT value FROM storeyard.state WHERE key = 'put cards'")
  if ((last?.value ?? "false") === String(cards)) return
  await client.query("BEGIN")
  await client.query("DELETE FROM region_payment_provider WHERE payment_provider_id = $1", [CARDS])
  const { rows: regions } = await client.query("SELECT id FROM region WHERE deleted_at IS NULL AND $1::boolean", [cards])
  for (const { id } of regions) {
    await client.query("INSERT INTO region_payment_provider (id, region_id, payment_provider_id) VALUES ($1, $2, $3)", [
      newId("regpp"), id, CARDS,
    ])
  }
  await client.query("INSERT INTO storeyard.state VALUES ('put cards', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [
    String(cards),
  ])
  await client.query("COMMIT")
}

/** The pictures of the sample products, into the volume that holds the uploads. */
function copySamples(uploads) {
  mkdirSync(uploads, { recursive: true })
  for (const file of readdirSync(SAMPLES)) {
    if (!existsSync(path.join(uploads, file))) copyFileSync(path.join(SAMPLES, file), path.join(uploads, file))
  }
}

/** Idempotent; two starts at a time wait for each other. */
async function setUp({ databaseUrl, queueUrl, uploads, shop, samples, secrets, cards = false }) {
  const client = await connect(databaseUrl)
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK])
    const created = await createOnce(client, { shop, samples, secrets, uploads })
    const migrated = await migrate(client)
    await announced.prepare(client)
    const taken = await takeOver(client, { shop, secrets }, { addAdmin, addBuyersKey, addOwnersKey })
    await keepCurrent(client, { name: shop.name, "admin-email": secrets.adminEmail })
    await offerCards(client, cards)
    // Here and not above: a shop that is one process never loads it (docs/decisions/0014).
    const forgotten = queueUrl ? await require("./queue").forgetOther(client, queueUrl) : false
    return { created, migrated, taken, forgotten }
  } finally {
    await client.end()
  }
}

module.exports = { setUp }
if (!isMainThread && workerData?.setUp) {
  const { parentPort } = require("node:worker_threads")
  setUp(workerData.setUp).then(
    (result) => parentPort.postMessage(result),
    (error) => parentPort.postMessage({ error: error.message }),
  )
}
