// Valkey's side of a start: it is waited for as the database is, and what it holds of other data is forgotten.
const { Redis } = require("ioredis")

const WAIT_SECONDS = 120
// Whose events, locks and workflows these are.
const KEY = "storeyard:data"
// A table is another one after a backup was loaded: each load makes all of them anew.
const DATA = "SELECT 'storeyard.state'::regclass::oid::text AS mark"

async function connect(url) {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2000,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (times * 0.2 > WAIT_SECONDS ? null : 200),
    // A password that is not its own is no matter of time.
    reconnectOnError: () => false,
  })
  let last
  redis.on("error", (error) => (last = error))
  try {
    await redis.ping()
    return redis
  } catch (error) {
    redis.disconnect()
    // Neither address nor password is in these.
    throw new Error(`Valkey does not answer: ${(last ?? error).message}`)
  }
}

/**
 * Empties Valkey where it holds what was under way on other data than the database's: a backup was loaded since. Carts that
 * were completed then are open again, and what is remembered of their orders would be taken for the answer. True if so. Called
 * under the lock of setup.js, by each start; those that run beside it are on the same data.
 */
async function forgetOther(client, url) {
  const redis = await connect(url)
  try {
    const { rows: [{ mark }] } = await client.query(DATA)
    const last = await redis.get(KEY)
    if (last === mark) return false
    if (last !== null) await redis.flushall()
    await redis.set(KEY, mark)
    return last !== null
  } finally {
    redis.disconnect()
  }
}

module.exports = { forgetOther }
