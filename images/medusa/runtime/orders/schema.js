// What the database at hand knows: another version of Medusa may have other columns and tables.
const { AGGREGATES, LOOSE } = require("./aggregates")

const COLUMNS = `
  SELECT table_name AS table, column_name AS name FROM information_schema.columns
  WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`

const REFERENCES = `
  SELECT c.conrelid::regclass::name AS table, a.attname AS column, c.confrelid::regclass::name AS target, NOT a.attnotnull AS optional
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
  WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace AND cardinality(c.conkey) = 1`

const NUMBERED = `
  SELECT c.relname AS table, a.attname AS column, pg_get_serial_sequence(format('public.%I', c.relname), a.attname) AS sequence
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname = ANY($1)
    AND pg_get_serial_sequence(format('public.%I', c.relname), a.attname) IS NOT NULL`

async function readSchema(client) {
  const columns = {}
  for (const { table, name } of (await client.query(COLUMNS)).rows) (columns[table] ??= []).push(name)
  const { rows: references } = await client.query(REFERENCES)
  const plain = references.map((one) => ({ ...one, table: unquoted(one.table), target: unquoted(one.target), checked: true }))
  return { columns, references: plain }
}

const unquoted = (name) => name.replace(/^"(.*)"$/, "$1")

/** The sequences that give numbers to orders, returns, claims and exchanges, as "table.column" and the sequence's name. */
async function numbered(client) {
  const { rows } = await client.query(NUMBERED, [AGGREGATES.order.names])
  return rows.map(({ table, column, sequence }) => ({ key: `${table}.${column}`, sequence }))
}

/** Of this aggregate's tables, those that are there. */
const tablesOf = (aggregate, schema) => aggregate.names.filter((name) => schema.columns[name])

/** What rows of the aggregate refer to outside of it. */
function outward(aggregate, schema) {
  const own = new Set(tablesOf(aggregate, schema))
  const loose = LOOSE.map(([table, column, target]) => ({ table, column, target, optional: true, checked: false }))
  return [...schema.references, ...loose].filter(
    ({ table, column, target }) =>
      own.has(table) && !own.has(target) && schema.columns[target] && schema.columns[table].includes(column),
  )
}

module.exports = { readSchema, numbered, tablesOf, outward }
