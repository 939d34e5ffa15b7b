// Brings one order, customer or reservation to what a line of an export says, with all that belongs to it.
const { AGGREGATES } = require("./aggregates")
const { tablesOf } = require("./schema")
const sql = require("./sql")
const { reserve } = require("./stock")

const NOTHING = new Set([null, false, 0, "", "0"])
const WORDS = {
  product_variant: "product", region: "region", sales_channel: "sales channel", shipping_option: "shipping option",
  promotion: "promotion", stock_location: "stock location", return_reason: "return reason", refund_reason: "refund reason",
  customer_group: "customer group", inventory_item: "stock of a product",
}

async function carry(shop, line, text) {
  const { client, schema, run } = shop
  const aggregate = AGGREGATES[line.type]
  const names = tablesOf(aggregate, schema)
  const { rows: [found] } = await run(sql.read(aggregate, schema), [[line.id], text])
  const present = found ? JSON.parse(found.rows) : {}
  const known = knownOf(line.rows, schema)
  if (same(present, line.rows, known)) return { became: line.id, outcome: "present", reason: "" }

  await reserve(client, present.reservation_item, -1)
  for (const name of [...names].reverse()) {
    if (present[name] && schema.columns[name].includes("id")) await run(sql.remove(name), [found.rows])
  }
  for (const name of names) {
    if (known[name]) await run(sql.insert(aggregate, schema, name, known[name]), [text])
  }
  await reserve(client, line.rows.reservation_item, 1)
  if (line.type === "order") await own(shop, line)
  return verdict(await needs(shop, line, text), lost(line.rows, known), line.id)
}

/** The columns of the line's tables that the database has too. */
function knownOf(rows, schema) {
  const known = {}
  for (const [name, [first]] of Object.entries(rows)) {
    const columns = schema.columns[name]
    if (columns) known[name] = Object.keys(first).filter((column) => columns.includes(column))
  }
  return known
}

/** Whether the database holds just what the line says, as far as both know it. */
function same(present, wanted, known) {
  const tables = Object.keys(known)
  if (Object.keys(present).length !== tables.length) return false
  const text = (rows, columns) => JSON.stringify(rows.map((row) => columns.map((column) => row[column])).map((row) => JSON.stringify(row)).sort())
  return tables.every((name) => present[name] && text(present[name], known[name]) === text(wanted[name], known[name]))
}

/** What the line says and the database has no column for. */
function lost(rows, known) {
  const said = (value) => !NOTHING.has(value) && JSON.stringify(value) !== "{}"
  return Object.entries(rows).flatMap(([name, list]) => {
    if (!known[name]) return [name]
    const columns = Object.keys(list[0]).filter((column) => !known[name].includes(column))
    return columns.filter((column) => list.some((row) => said(row[column]))).map((column) => `${name}.${column}`)
  })
}

/** The order of a customer whom another one stands for is that one's. */
async function own({ client, twins }, { id, rows }) {
  const twin = twins.get(rows.order[0].customer_id)
  if (!twin) return
  await client.query('UPDATE public."order" SET customer_id = $2 WHERE id = $1', [id, twin])
  await client.query(
    "UPDATE public.cart SET customer_id = $2 WHERE id IN (SELECT cart_id FROM public.order_cart WHERE order_id = $1)", [id, twin],
  )
}

/** What a person has to look at, as parts of a sentence. */
async function needs({ client, schema, run }, line, text) {
  const { rows } = await run(sql.missing(AGGREGATES[line.type], schema), [text])
  const told = new Set()
  for (const { target, id, sku, title } of rows) {
    const what = [title, sku && `(${sku})`].filter(Boolean).join(" ") || id
    // An order whose product is gone says so by its line; its stock is gone with it.
    if (target === "inventory_item" && rows.some((row) => row.target === "product_variant")) continue
    told.add(`the ${WORDS[target] ?? target} ${what} is not in the restored shop`)
  }
  const [order] = line.rows.order ?? []
  if (order?.display_id) {
    const { rows: [other] } = await client.query(
      'SELECT id FROM public."order" WHERE display_id = $1 AND id <> $2 AND deleted_at IS NULL', [order.display_id, line.id],
    )
    if (other) told.add(`another order has the number ${order.display_id} too (${other.id})`)
  }
  return [...told]
}

function verdict(needed, forgotten, id) {
  const parts = [...needed]
  if (forgotten.length) parts.push(`this version of the engine has no place for ${forgotten.join(", ")}`)
  const text = parts.join("; ").slice(0, 900)
  const reason = text && `${text[0].toUpperCase()}${text.slice(1)}.`
  return { became: id, outcome: needed.length ? "needs_person" : "carried", reason }
}

module.exports = { carry }
