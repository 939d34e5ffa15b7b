// The statements that read and write whole aggregates. Names come from aggregates.js and from the database's catalogue only;
// values are parameters, and rows stay JSON made and read by PostgreSQL, which keeps every digit.
const { ONLY } = require("./aggregates")
const { outward, tablesOf } = require("./schema")

const table = (name) => `public."${name}"`
const STAMPS = ["created_at", "updated_at", "deleted_at"]
const rowsOf = (name) => `jsonb_array_elements($2::jsonb->'rows'->'${name}')`

const edgesOf = (aggregate, schema, name) =>
  aggregate.edges.filter((edge) => edge.table === name && schema.columns[edge.from])

const only = (name) => (ONLY[name] ? ` AND ${ONLY[name]}` : "")

/** Rows that are there and rows that were taken away are asked for apart: Medusa's indexes have the first only. */
const halves = (schema, name) =>
  schema.columns[name].includes("deleted_at") ? [" AND t.deleted_at IS NULL", " AND t.deleted_at IS NOT NULL"] : [""]

/**
 * All rows of the aggregates whose root's id is in $1, an object by tables for each. $2 is a line of an export or `{}`: rows with
 * the ids that it names belong to it as well, wherever they hang now (a cart that was still open has no order).
 */
function read(aggregate, schema) {
  const names = tablesOf(aggregate, schema)
  const parts = names.map((name) => {
    const selects = edgesOf(aggregate, schema, name).flatMap(({ column, from, key }) =>
      halves(schema, name).map(
        (half) => `SELECT p.root, t AS r FROM ${table(name)} t JOIN "${from}" p ON t.${column} = (p.r).${key}${half}${only(name)}`,
      ),
    )
    if (name === aggregate.root) selects.push(`SELECT t.id AS root, t AS r FROM ${table(name)} t WHERE t.id = ANY($1)`)
    else if (schema.columns[name].includes("id")) {
      selects.push(
        `SELECT ($1::text[])[1] AS root, t AS r FROM ${table(name)} t WHERE t.id IN (SELECT x->>'id' FROM ${rowsOf(name)} x)${only(name)}`,
      )
    }
    return `"${name}" (root, r) AS (${selects.join(" UNION ALL ")})`
  })
  const lists = names.map(
    (name) =>
      `SELECT root, '${name}' AS name, jsonb_agg(to_jsonb(r) ORDER BY to_jsonb(r)::text) AS rows FROM (SELECT DISTINCT root, r FROM "${name}") x GROUP BY root`,
  )
  return `WITH RECURSIVE ${parts.join(",\n")}
    SELECT root AS id, jsonb_object_agg(name, rows)::text AS rows FROM (${lists.join("\nUNION ALL ")}) y
    WHERE $2::text IS NOT NULL GROUP BY root`
}

/** The ids of roots with a row that was made, changed or taken away since $1. */
function touched(aggregate, schema) {
  const selects = tablesOf(aggregate, schema).flatMap((name) => {
    const stamps = STAMPS.filter((stamp) => schema.columns[name].includes(stamp)).map((stamp) => `t.${stamp}`)
    if (!stamps.length) return []
    const recent = `SELECT t FROM ${table(name)} t WHERE greatest(${stamps.join(", ")}) >= $1${only(name)}`
    return upwards(aggregate, schema, name, `(${recent}) a0 (r)`, 0)
  })
  return selects.join("\nUNION ")
}

/** From rows of a table, by every way, to the roots that they belong to. */
function upwards(aggregate, schema, name, from, depth) {
  if (name === aggregate.root) return [`SELECT (a${depth}.r).id FROM ${from}`]
  return edgesOf(aggregate, schema, name).flatMap((edge) => {
    const column = edge.column.replace(/^\w+/, (word) => `(a${depth}.r).${word}`)
    const next = `${from} JOIN ${table(edge.from)} b${depth + 1} ON b${depth + 1}.${edge.key} = ${column}`
    const lateral = `${next} CROSS JOIN LATERAL (SELECT b${depth + 1}) a${depth + 1} (r)`
    return upwards(aggregate, schema, edge.from, lateral, depth + 1)
  })
}

/** Puts the rows of $1, a line of an export, into one table: the columns that are known on both sides. */
function insert(aggregate, schema, name, columns) {
  const references = outward(aggregate, schema).filter((one) => one.table === name && one.checked)
  const found = ({ column, target }) => `EXISTS (SELECT FROM ${table(target)} o WHERE o.id = r."${column}")`
  const values = columns.map((column) => {
    const loosened = references.find((one) => one.column === column && one.optional)
    return loosened ? `CASE WHEN ${found(loosened)} THEN r."${column}" END` : `r."${column}"`
  })
  const needed = references.filter(({ optional }) => !optional).map(found)
  return `INSERT INTO ${table(name)} (${columns.map((column) => `"${column}"`).join(", ")})
    SELECT ${values.join(", ")} FROM jsonb_populate_recordset(NULL::${table(name)}, $1::jsonb->'rows'->'${name}') r
    ${needed.length ? `WHERE ${needed.join(" AND ")}` : ""}`
}

/** Takes out the rows of $1, which read() has found. */
const remove = (name) =>
  `DELETE FROM ${table(name)} WHERE id IN (SELECT x->>'id' FROM jsonb_array_elements($1::jsonb->'${name}') x)`

/** What rows of $1, a line of an export, refer to and the database does not have. */
function missing(aggregate, schema) {
  const selects = outward(aggregate, schema).map(
    ({ table: name, column, target }) =>
      `SELECT '${target}' AS target, x->>'${column}' AS id, x AS row FROM jsonb_array_elements($1::jsonb->'rows'->'${name}') x
       WHERE x->>'${column}' IS NOT NULL AND NOT EXISTS (SELECT FROM ${table(target)} o WHERE o.id = x->>'${column}')`,
  )
  return `SELECT target, id, min(coalesce(row->>'variant_sku', '')) AS sku, min(coalesce(row->>'title', '')) AS title
    FROM (${selects.join("\nUNION ALL ")}) y GROUP BY target, id ORDER BY target, id`
}

module.exports = { table, read, touched, insert, remove, missing }
