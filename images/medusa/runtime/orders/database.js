// The shop's database, as start.js reaches it. Times are UTC there, so that the same moment is the same text.
const { readFileSync } = require("node:fs")
const path = require("node:path")
const { Client } = require("pg")

const SECRETS = process.env.STOREYARD_SECRETS ?? "/run/secrets/store"

async function connect() {
  const { DATABASE_HOST: host = "db", DATABASE_NAME: database = "medusa", DATABASE_USER: user = "medusa" } = process.env
  const password = readFileSync(path.join(SECRETS, "db-password"), "utf8").trim()
  const client = new Client({ host, port: 5432, database, user, password, connectionTimeoutMillis: 10_000 })
  await client.connect()
  await client.query("SET TimeZone = 'UTC'")
  return client
}

module.exports = { connect }
