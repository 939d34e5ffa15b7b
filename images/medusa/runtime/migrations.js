// Brings a database of an older image to what this one's Medusa needs; one of a newer image is refused. setup.js calls it, under
// its lock.
const { spawnSync } = require("node:child_process")
const { createHash } = require("node:crypto")
const { readFileSync } = require("node:fs")
const path = require("node:path")

/** What was done to a database: Medusa's three kinds of changes. The image's build makes the template's list with it. */
const DONE = `
  SELECT 'module|' || name AS one FROM mikro_orm_migrations
  UNION ALL SELECT 'link|' || table_name || link_descriptor::text FROM link_module_migrations
  UNION ALL SELECT 'script|' || script_name FROM script_migrations WHERE finished_at IS NOT NULL
  ORDER BY 1`
const TEMPLATE = path.join(__dirname, "template", "migrations.txt")
const MEDUSA = path.join(__dirname, "node_modules", "@medusajs", "medusa", "package.json")

/** What this image's code needs, its mark and its version. */
function image() {
  const text = readFileSync(TEMPLATE, "utf8")
  const mark = createHash("sha256").update(text).digest("hex")
  return { needed: text.trim().split("\n"), mark, version: JSON.parse(readFileSync(MEDUSA, "utf8")).version }
}

async function note(client, values) {
  for (const [key, value] of Object.entries(values)) {
    await client.query(
      "INSERT INTO storeyard.state (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      [key, value],
    )
  }
}

/** Notes that the database is as this image needs it. */
function noteCurrent(client) {
  const { mark, version } = image()
  return note(client, { migrations: mark, version })
}

const done = async (client) => (await client.query(DONE)).rows.map(({ one }) => one)

/** How people find a change again: without its kind, and without what a link links. */
const named = (one) => one.replace(/^\w+\|/, "").replace(/\{.*/, "")

/** This image would not know what the newer one keeps, and a shop that sells on it would spoil that. A later version of Medusa may
 * know less than an earlier one; only with the same version is what is not known newer. So an image of ours that leaves a module out
 * comes with another version of Medusa. Data that says no version is of an image of before this was kept. */
function refuseNewer({ needed, version }, there, found) {
  const order = there ? there.localeCompare(version, "en", { numeric: true }) : -1
  const unknown = found.find((one) => !needed.includes(one))
  if (order < 0 || (order === 0 && !unknown)) return
  const how = order > 0 ? `Medusa ${there} there, ${version} here` : `this image does not know ${named(unknown)}`
  throw new Error(`the database is of a newer version than this image (${how}): load the backup from before, or take the newer image`)
}

/** Runs Medusa's own migrations if the database was last brought to another list than this image's; true if so. */
async function migrate(client) {
  const { rows } = await client.query("SELECT key, value FROM storeyard.state")
  const state = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  const here = image()
  if (state.migrations === here.mark) return false
  const before = await done(client)
  refuseNewer(here, state.version, before)
  // Before anything else: from now on an older image must not sell on it, however this ends.
  await note(client, { version: here.version, migrations: "begun" })
  const lacking = (kind) => here.needed.some((one) => one.startsWith(kind) && !before.includes(one))
  // Each loads all of Medusa once more.
  const spared = [...(lacking("link|") ? [] : ["--skip-links"]), ...(lacking("script|") ? [] : ["--skip-scripts"])]
  const { status } = spawnSync(
    process.execPath,
    ["node_modules/@medusajs/cli/cli.js", "db:migrate", "--execute-safe-links", ...spared],
    { cwd: __dirname, stdio: "inherit" },
  )
  // Medusa ends well, too, where one of its scripts failed.
  const after = await done(client)
  const left = here.needed.filter((one) => !after.includes(one)).map(named)
  const why = left.length ? `${told(left)} failed` : `db:migrate ended with ${status}`
  if (left.length || status !== 0) {
    throw new Error(`the database was not brought to Medusa ${here.version}: ${why}; the lines before this one say more`)
  }
  await noteCurrent(client)
  return true
}

const told = ([first, ...others]) => `the migration ${first}${others.length ? ` (and ${others.length} more)` : ""}`

module.exports = { DONE, migrate, noteCurrent }
