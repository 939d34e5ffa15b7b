// Puts lines of an export into the shop, each in a transaction of its own, and says in a line what became of each. Rows are put in
// as they were, so no event is fired and nobody is mailed. A line that was put in once is never put in again: what was sold since
// then, or changed by its owner, stays.
const { createHash } = require("node:crypto")
const { once } = require("node:events")
const { createInterface } = require("node:readline")
const announced = require("../announced")
const { carry } = require("./carry")
const { numbered, readSchema } = require("./schema")
const { carryStock } = require("./stock")

const LOCK = 7283747 // any number but setup.js's
// Each line's rows are few and found by index, however large the shop is. PostgreSQL cannot know that: it would read whole tables.
const FEW_ROWS = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off"
const CARRIERS = { order: carry, customer: carry, reservation: carry, stock: carryStock }
// The report knows three types of lines.
const REPORTED = { order: "order", customer: "customer", stock: "stock", reservation: "stock" }

async function importLines(client, input, output) {
  const { rows: [{ alone }] } = await client.query("SELECT pg_try_advisory_lock($1) AS alone", [LOCK])
  if (!alone) throw new Error("another import is under way in this shop")
  await client.query("CREATE SCHEMA IF NOT EXISTS storeyard")
  await client.query("CREATE TABLE IF NOT EXISTS storeyard.carried (line text PRIMARY KEY, carried_at timestamptz NOT NULL DEFAULT now())")
  await announced.prepare(client)
  const [schema, sequences] = [await readSchema(client), await numbered(client)]
  await client.query(FEW_ROWS)
  const shop = { client, schema, sequences, run: prepared(client), twins: new Map(), given: {} }
  let last
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    last = parse(text)
    const told = { type: REPORTED[last.type], order: last.name, id: last.id, ...(await carryOnce(shop, last, text)) }
    if (!output.write(`${JSON.stringify(told)}\n`)) await once(output, "drain")
  }
  if (last && !last.last) throw new Error("the lines end before the export did")
}

/** Runs statements that come again with every line: each is read by the database once. */
function prepared(client) {
  const names = new Map()
  return (text, values) => {
    if (!names.has(text)) names.set(text, `carry ${names.size}`)
    return client.query({ name: names.get(text), text, values })
  }
}

/** The line, if it is one. Its text is not repeated: it may hold a buyer's data. */
function parse(text) {
  try {
    const line = JSON.parse(text)
    if (CARRIERS[line.type] && typeof line.id === "string" && line.rows) return line
  } catch {
    // said below
  }
  throw new Error("a line is not one of an export for this engine, or was cut off")
}

/** Carries the line unless that was done, with its mark, or says why it could not be. */
async function carryOnce(shop, line, text) {
  const { client } = shop
  const mark = createHash("sha256").update(text).digest("hex")
  await moveNumbers(shop, line)
  await client.query("BEGIN")
  try {
    const { rowCount } = await client.query("INSERT INTO storeyard.carried (line) VALUES ($1) ON CONFLICT DO NOTHING", [mark])
    const told = rowCount ? await CARRIERS[line.type](shop, line, text) : { became: line.id, outcome: "present", reason: "" }
    if (line.type === "order" && told.became) await announced.mark(client, told.became)
    await client.query("COMMIT")
    return told
  } catch (error) {
    // Without a code it is no answer of the database: the connection is gone, or this is a mistake of ours.
    if (!error.code || !/^[0-9A-Z]{5}$/.test(error.code) || /^(08|57|53|XX)/.test(error.code)) throw error
    await client.query("ROLLBACK")
    return refused(shop, line, error)
  }
}

/** A customer who was made anew since the restore stays; orders of the old one become theirs. */
async function refused({ client, twins }, { type, id, rows }, error) {
  const place = [error.table, error.column, error.constraint].filter(Boolean).join(", ")
  if (type === "customer" && error.code === "23505") {
    const { email, has_account } = rows.customer[0]
    const { rows: [twin] } = await client.query(
      "SELECT id FROM public.customer WHERE email = $1 AND has_account = $2 AND deleted_at IS NULL AND id <> $3", [email, has_account, id],
    )
    if (twin) {
      twins.set(id, twin.id)
      const reason = "Another customer with this e-mail address is in the restored shop and was kept as they are."
      return { became: twin.id, outcome: "needs_person", reason }
    }
  }
  return { became: "", outcome: "needs_person", reason: `The restored shop's database refused it (${error.code}${place && `: ${place}`}).` }
}

/** No number is given out again, not even one of what was deleted. */
async function moveNumbers({ client, sequences, given }, { numbers = {} }) {
  for (const { key, sequence } of sequences) {
    if (!(Number(numbers[key]) > (given[key] ?? 0))) continue
    await client.query(
      `SELECT setval($1::regclass, greatest($2::bigint, (SELECT CASE WHEN is_called THEN last_value ELSE 1 END FROM ${sequence})))`,
      [sequence, numbers[key]],
    )
    given[key] = Number(numbers[key])
  }
}

module.exports = { importLines }
