// Which orders the shop has announced: src/orders/announced.ts looks for those that it has not.

/** Makes the table where there is none. What was ordered before there was one counts as announced. */
async function prepare(client) {
  const { rows: [found] } = await client.query("SELECT to_regclass('storeyard.announced') IS NOT NULL AS yes")
  if (found.yes) return
  await client.query("BEGIN")
  await client.query("CREATE TABLE storeyard.announced (order_id text PRIMARY KEY, announced_at timestamptz NOT NULL DEFAULT now())")
  await client.query('INSERT INTO storeyard.announced (order_id) SELECT id FROM public."order"')
  await client.query("COMMIT")
}

/** For an order that nobody is to hear of now. */
async function mark(client, order) {
  await client.query("INSERT INTO storeyard.announced (order_id) VALUES ($1) ON CONFLICT DO NOTHING", [order])
}

module.exports = { mark, prepare }
