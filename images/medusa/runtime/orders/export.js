// Writes what the shop has newer than a moment: a line for each order, customer, stock of a product, and reservation by hand.
const { randomUUID } = require("node:crypto")
const { once } = require("node:events")
const { AGGREGATES, TEST_BUYER } = require("./aggregates")
const { numbered, readSchema } = require("./schema")
const sql = require("./sql")

const AT_ONCE = 50

/** One look at the database as it is now, however long it takes; `write` gets text and returns false when it is to be waited for. */
async function exportNewer(client, since, output) {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
  const schema = await readSchema(client)
  const { line, end } = writer(output)
  const numbers = JSON.stringify(await numbersOf(client))
  const is = { client, schema, since, line }
  await stocks(is)
  await aggregates(is, "customer", customers(schema), ({ email }) => ({ name: JSON.stringify(email ?? "") }))
  await aggregates(is, "order", orders(schema), ({ number }) => ({ name: JSON.stringify(number), numbers }))
  await aggregates(is, "reservation", reservations(schema), () => ({ name: '"a reservation"' }))
  await client.query("COMMIT")
  await end()
}

/** Writes lines, and says in the last one that it is: an export that was cut short is none. */
function writer(output) {
  const run = JSON.stringify(randomUUID())
  let held = ""
  const write = async (ending) => {
    if (held && !output.write(`${held}${ending}}\n`)) await once(output, "drain")
  }
  const line = async (type, id, fields) => {
    await write("")
    const parts = Object.entries({ export: run, ...fields }).map(([name, json]) => `,"${name}":${json}`)
    held = `{"type":"${type}","id":${JSON.stringify(id)}${parts.join("")}`
  }
  return { line, end: () => write(',"last":true') }
}

/** How far the numbers of orders and of what follows them are given out. */
async function numbersOf(client) {
  const numbers = {}
  for (const { key, sequence } of await numbered(client)) {
    const { rows: [{ last_value, is_called }] } = await client.query(`SELECT last_value, is_called FROM ${sequence}`)
    if (is_called) numbers[key] = last_value
  }
  return numbers
}

const orders = (schema) => `
  SELECT o.id, o.display_id::text AS number FROM public."order" o WHERE o.id IN (${sql.touched(AGGREGATES.order, schema)})
    AND lower(coalesce(o.email, '')) <> '${TEST_BUYER}' ORDER BY o.display_id, o.id`

/** Those who are new or changed, and those whose order is. One that was taken away comes first: another may have its address. */
const customers = (schema) => `
  SELECT c.id, c.email FROM public.customer c WHERE lower(coalesce(c.email, '')) <> '${TEST_BUYER}' AND c.id IN (
    ${sql.touched(AGGREGATES.customer, schema)}
    UNION SELECT customer_id FROM public."order" WHERE id IN (${sql.touched(AGGREGATES.order, schema)})
  ) ORDER BY c.deleted_at IS NULL, c.id`

/** Pieces that a person set aside, not an order. */
const reservations = (schema) => `
  SELECT r.id FROM public.reservation_item r WHERE r.id IN (${sql.touched(AGGREGATES.reservation, schema)})
    AND (r.line_item_id IS NULL OR NOT EXISTS (SELECT FROM public.order_line_item i WHERE i.id = r.line_item_id)) ORDER BY r.id`

async function aggregates({ client, schema, since, line }, type, chosen, about) {
  const text = sql.read(AGGREGATES[type], schema)
  for await (const page of pages(client, chosen, [since])) {
    const ids = page.map(({ id }) => id)
    const { rows } = await client.query({ name: type, text, values: [ids, "{}"] })
    const found = new Map(rows.map((row) => [row.id, row.rows]))
    for (const row of page) await line(type, row.id, { ...about(row), rows: found.get(row.id) })
  }
}

/** All levels, changed or not: an order may have changed one that itself was placed before the moment. */
async function stocks({ client, line }) {
  const chosen = `
    SELECT l.id, coalesce(i.sku, i.title, i.id) AS name, jsonb_build_array(to_jsonb(l))::text AS rows
    FROM public.inventory_level l JOIN public.inventory_item i ON i.id = l.inventory_item_id AND i.deleted_at IS NULL
    ORDER BY l.deleted_at IS NULL, l.id`
  for await (const page of pages(client, chosen, [])) {
    for (const { id, name, rows } of page) {
      await line("stock", id, { name: JSON.stringify(name), rows: `{"inventory_level":${rows}}` })
    }
  }
}

/** The rows of a query, some at a time, so that memory does not grow with the shop. */
async function* pages(client, chosen, values) {
  await client.query(`DECLARE chosen NO SCROLL CURSOR FOR ${chosen}`, values)
  for (;;) {
    const { rows } = await client.query(`FETCH ${AT_ONCE} FROM chosen`)
    if (!rows.length) break
    yield rows
  }
  await client.query("CLOSE chosen")
}

module.exports = { exportNewer }
