#!/usr/bin/env -S node --max-old-space-size=192
// storeyard-orders: what a shop has that a backup of it does not. `export` writes it as lines of JSON, `import` puts such lines
// into the restored shop and says in a line what became of each. docs/decisions/0021-newer-orders-are-carried-over.md says why so.
const { connect } = require("./database")
const { exportNewer } = require("./export")
const { importLines } = require("./import")

const USAGE = "usage: storeyard-orders export --since <RFC 3339> | storeyard-orders import"
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function stop(message, status = 1) {
  process.stderr.write(`storeyard-orders: ${message}\n`, () => process.exit(status))
}

/** What is asked for: a function of the database, or null. */
function asked(words) {
  if (words.length === 1 && words[0] === "import") return (client) => importLines(client, process.stdin, process.stdout)
  if (words.length !== 3 || words[0] !== "export" || words[1] !== "--since") return null
  if (!MOMENT.test(words[2]) || Number.isNaN(Date.parse(words[2]))) return null
  return (client) => exportNewer(client, words[2], process.stdout)
}

async function main() {
  const act = asked(process.argv.slice(2))
  if (!act) return stop(USAGE, 2)
  const client = await connect()
  await act(client)
  await client.end()
}

// Whoever read this has gone: nothing is left to do.
process.stdout.on("error", () => process.exit(1))
// A message of the database names what it did not like, but no row: those stand in `detail`.
main().catch((error) => stop(error.message))
