// Whether runtime/orders knows every table that holds a part of an order or of a customer: another version of Medusa may have new
// ones. A table that is not known fails the image's build.
const assert = require("node:assert/strict")
const { AGGREGATES } = require("/app/orders/aggregates.js")
const { connect } = require("/app/orders/database.js")

// Nothing to carry: what it unlocks has an hour to live.
const LEFT = ["auth_password_reset_token"]
const PARTS = [
  "order_id", "cart_id", "return_id", "claim_id", "exchange_id", "payment_id", "payment_collection_id", "fulfillment_id", "customer_id",
  "auth_identity_id", "line_item_id",
]

async function main() {
  const known = [...new Set([...Object.values(AGGREGATES).flatMap(({ names }) => names), ...LEFT])]
  const client = await connect()
  const { rows } = await client.query(
    `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = ANY($1)
     UNION SELECT c.relname FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
       WHERE f.contype = 'f' AND t.relname = ANY($2)
     EXCEPT SELECT unnest($2::text[])`,
    [PARTS, known],
  )
  const { rows: present } = await client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
  await client.end()
  assert.deepEqual(rows.map(({ name }) => name), [], "tables that orders/aggregates.js does not know")
  const gone = known.filter((name) => !present.some((one) => one.name === name))
  assert.deepEqual(gone, [], "tables that are no more, or have another name")
}

main()
