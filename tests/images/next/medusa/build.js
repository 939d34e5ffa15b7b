// Runs when the next version of the image is built: node build.js VERSION [migration | probe | order]. Makes of the image what a
// release of Medusa would: another version, a migration among those of the order module, and a template that has it already.
const assert = require("node:assert/strict")
const { appendFileSync, readFileSync, statSync, writeFileSync } = require("node:fs")
const path = require("node:path")

const APP = "/app"
const NAME = "Migration20991231000000"
// A table and a column, both filled from the orders that are there.
const STATEMENTS = [
  `CREATE TABLE IF NOT EXISTS public.storeyard_next (order_id text PRIMARY KEY REFERENCES public."order" (id) ON DELETE CASCADE, display_id integer NOT NULL)`,
  `INSERT INTO public.storeyard_next SELECT id, display_id FROM public."order" ON CONFLICT DO NOTHING`,
  `ALTER TABLE public."order" ADD COLUMN storeyard_next text`,
  `UPDATE public."order" SET storeyard_next = 'order ' || display_id`,
]
const HALF = [...STATEMENTS.slice(0, 2), "ALTER TABLE public.storeyard_no_such_table ADD COLUMN storeyard_next text"]

/** A migration as Medusa's own are. Without a transaction, as one that makes an index CONCURRENTLY, what came before a failure stays. */
const migration = (statements, transaction) => `"use strict"
const { Migration } = require("@medusajs/framework/mikro-orm/migrations")
class ${NAME} extends Migration {
  isTransactional() {
    return ${transaction}
  }
  async up() {
    for (const statement of ${JSON.stringify(statements)}) this.addSql(statement)
  }
}
exports.${NAME} = ${NAME}
`

/** Changes a file's text, on the disk and where the image has the code that a start loads (runtime/modules.js). */
function patch(file, from, to) {
  const place = path.join(APP, file)
  const text = readFileSync(place, "utf8")
  assert(text.includes(from), `${file} has no ${from}`)
  const source = text.replace(from, () => to)
  writeFileSync(place, source)
  const index = JSON.parse(readFileSync(`${APP}/modules.json`, "utf8"))
  const entry = index.files.find(([name]) => name === file)
  assert(entry, `${file} is not among the recorded code`)
  entry.splice(1, 3, statSync(`${APP}/modules.bin`).size, Buffer.byteLength(source), 0)
  appendFileSync(`${APP}/modules.bin`, source)
  writeFileSync(`${APP}/modules.json`, JSON.stringify(index))
}

/** A shop that is made of this image's template has the migration already; one of an older template lacks it. */
function remember() {
  const done = `INSERT INTO public.mikro_orm_migrations (name, executed_at) VALUES ('${NAME}', now())`
  appendFileSync(`${APP}/template/template.sql`, [...STATEMENTS, done].map((statement) => `${statement};\n`).join(""))
  const needed = `${APP}/template/migrations.txt`
  writeFileSync(needed, `${readFileSync(needed, "utf8")}module|${NAME}\n`)
}

const BROKEN = {
  "": () => {},
  migration: () => {},
  probe: () => patch("src/api/storeyard/ready/route.js", "async function GET(req, res) {", "async function GET(req, res) {\n    return res.status(503).json({ ready: false });"),
  order: () =>
    patch(
      "node_modules/@medusajs/medusa/dist/api/store/carts/[id]/complete/route.js",
      "const POST = async (req, res) => {",
      'const POST = async (req, res) => {\n    throw new Error("storeyard: this version takes no order");',
    ),
}

const [version, broken = ""] = process.argv.slice(2)
assert(/^\d+\.\d+\.\d+$/.test(version), `"${version}" is no version`)
assert(broken in BROKEN, `there is no way to break it that is called "${broken}"`)
BROKEN[broken]()
const failing = broken === "migration"
writeFileSync(`${APP}/node_modules/@medusajs/order/dist/migrations/${NAME}.js`, migration(failing ? HALF : STATEMENTS, !failing))
const about = `${APP}/node_modules/@medusajs/medusa/package.json`
writeFileSync(about, JSON.stringify({ ...JSON.parse(readFileSync(about, "utf8")), version }, null, 2))
remember()
