// The stock of products. What is there is set to what was there at the export, which has in it all that was sent out, taken back
// and counted anew since the backup. What is reserved follows the reservations that are really put in or taken out.
const PAIR = "l.inventory_item_id = s.inventory_item_id AND l.location_id = s.location_id AND l.deleted_at IS NULL"
const NUMBER = (column) => `coalesce((l.raw_${column}->>'value')::numeric, l.${column})`

/** Adds (1) or takes away (-1) what these reservations hold, of those that the database has. */
async function reserve(client, reservations, sign) {
  const ids = (reservations ?? []).map(({ id }) => id)
  if (!ids.length) return
  const reserved = `${NUMBER("reserved_quantity")} + s.quantity`
  await client.query(
    `UPDATE public.inventory_level l SET reserved_quantity = ${reserved}, updated_at = now(),
       raw_reserved_quantity = jsonb_build_object('value', trim_scale(${reserved})::text, 'precision', 20)
     FROM (SELECT inventory_item_id, location_id, $2 * sum(quantity) AS quantity FROM public.reservation_item
           WHERE id = ANY($1) AND deleted_at IS NULL GROUP BY 1, 2) s WHERE ${PAIR}`,
    [ids, sign],
  )
}

const SET = ["stocked_quantity", "raw_stocked_quantity", "incoming_quantity", "raw_incoming_quantity"]

async function carryStock({ client, schema }, line, text) {
  const [level] = line.rows.inventory_level
  const source = "(SELECT * FROM jsonb_populate_recordset(NULL::public.inventory_level, $1::jsonb->'rows'->'inventory_level')) s"
  if (level.deleted_at) return removeLevel(client, level)
  const { rows: [found] } = await client.query(
    `SELECT l.id, ${NUMBER("stocked_quantity")} = coalesce((s.raw_stocked_quantity->>'value')::numeric, s.stocked_quantity)
       AND l.incoming_quantity = s.incoming_quantity AS same
     FROM ${source} JOIN public.inventory_level l ON ${PAIR}`,
    [text],
  )
  if (found?.same) return { became: found.id, outcome: "present", reason: "" }
  if (found) {
    const sets = SET.map((column) => `${column} = s.${column}`)
    await client.query(`UPDATE public.inventory_level l SET ${sets.join(", ")}, updated_at = now() FROM ${source} WHERE ${PAIR}`, [text])
    return { became: found.id, outcome: "carried", reason: "" }
  }
  return addLevel(client, schema, level, source, text)
}

/** A product that was taken out of a stock location since. */
async function removeLevel(client, { id, deleted_at }) {
  const { rowCount } = await client.query(
    "UPDATE public.inventory_level SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL", [id, deleted_at],
  )
  return { became: "", outcome: rowCount ? "carried" : "present", reason: "" }
}

/** A product that was put into a stock location since. Nothing is reserved there yet. */
async function addLevel(client, schema, level, source, text) {
  const columns = Object.keys(level).filter((column) => schema.columns.inventory_level.includes(column))
  const values = columns.map((column) => {
    if (column === "reserved_quantity") return "0"
    return column === "raw_reserved_quantity" ? `'{"value": "0", "precision": 20}'::jsonb` : `s."${column}"`
  })
  const { rowCount } = await client.query(
    `INSERT INTO public.inventory_level (${columns.map((column) => `"${column}"`).join(", ")}) SELECT ${values.join(", ")} FROM ${source}
     WHERE EXISTS (SELECT FROM public.inventory_item i WHERE i.id = s.inventory_item_id)
       AND EXISTS (SELECT FROM public.stock_location o WHERE o.id = s.location_id) ON CONFLICT (id) DO NOTHING`,
    [text],
  )
  if (rowCount) return { became: level.id, outcome: "carried", reason: "" }
  return { became: "", outcome: "needs_person", reason: "The product, or the place where it lies, is not in the restored shop." }
}

module.exports = { carryStock, reserve }
