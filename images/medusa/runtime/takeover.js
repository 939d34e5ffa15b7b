// Data that was loaded from another store becomes this one's: its address, its keys, its owner's way in. Whose the data is, is
// kept in it, so that a start after that changes nothing more: what the owner chose since then stays.
const { createHmac } = require("node:crypto")
const scrypt = require("scrypt-kdf")

/** Who this store is, as a mark that tells nothing of its secret. */
const fingerprint = ({ secretKey }) => createHmac("sha256", secretKey).update("owner of the data").digest("hex")

async function markAsOwn(client, { shop, secrets }) {
  for (const [key, value] of [["owner", fingerprint(secrets)], ["url", shop.url]]) {
    await client.query(
      "INSERT INTO storeyard.state (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      [key, value],
    )
  }
}

/** Makes the data this store's own, once, if it came from elsewhere; true if so. Data without a mark is older than the mark. */
async function takeOver(client, { shop, secrets }, { addAdmin, addBuyersKey, addOwnersKey }) {
  const { rows } = await client.query("SELECT key, value FROM storeyard.state")
  const { owner, url } = Object.fromEntries(rows.map(({ key, value }) => [key, value]))
  const own = owner ? owner === fingerprint(secrets) : await hasKey(client, secrets.publishableKey)
  if (owner && own && url === shop.url) return false
  await client.query("BEGIN")
  if (url || !own) await moveAddresses(client, url, shop.url)
  if (!own) {
    await renewKeys(client, secrets, { addBuyersKey, addOwnersKey })
    await signIn(client, secrets, addAdmin)
    // The address is the wanted one now: what was wanted there is nothing to follow.
    await client.query("DELETE FROM storeyard.state WHERE key = 'put admin-email'")
  }
  await markAsOwn(client, { shop, secrets })
  await client.query("COMMIT")
  return !own
}

const hasKey = async (client, token) => (await client.query("SELECT 1 FROM api_key WHERE token = $1", [token])).rowCount > 0

/** The addresses of pictures, wherever they are kept. Data that does not say its own address has it in what the shop serves. */
async function moveAddresses(client, from, to) {
  const { rows } = await client.query(
    `SELECT table_name, column_name FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'text' AND column_name IN ('thumbnail', 'url')`,
  )
  for (const { table_name, column_name } of rows) {
    const [table, column] = [table_name, column_name].map((name) => client.escapeIdentifier(name))
    if (from) {
      await client.query(
        `UPDATE ${table} SET ${column} = $2 || substr(${column}, length($1) + 1) WHERE starts_with(${column}, $1 || '/')`,
        [from, to],
      )
    } else {
      await client.query(
        `UPDATE ${table} SET ${column} = regexp_replace(${column}, '^https?://[^/]+', $1) WHERE ${column} ~ '^https?://[^/]+/static/'`,
        [to],
      )
    }
  }
}

/** No key of the other store opens this one's admin. The key that its pages carry is public, and keeps what it may see. */
async function renewKeys(client, { publishableKey, secretKey }, { addBuyersKey, addOwnersKey }) {
  await client.query("DELETE FROM api_key WHERE type = 'secret'")
  await addOwnersKey(client, secretKey)
  if (await hasKey(client, publishableKey)) return
  const { rowCount } = await client.query(
    `UPDATE api_key SET token = $1, redacted = $2 WHERE id = (
       SELECT id FROM api_key WHERE type = 'publishable' AND revoked_at IS NULL AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1)`,
    [publishableKey, `${publishableKey.slice(0, 6)}***${publishableKey.slice(-3)}`],
  )
  if (!rowCount) await addBuyersKey(client, publishableKey)
}

/** The owner's account with this store's address and password: the one with that address, else the oldest, else a new one. */
async function signIn(client, { adminEmail, adminPassword }, addAdmin) {
  const { rows: [found] } = await client.query(
    `SELECT u.id, p.id AS provider FROM "user" u
       JOIN auth_identity a ON a.app_metadata->>'user_id' = u.id AND a.deleted_at IS NULL
       JOIN provider_identity p ON p.auth_identity_id = a.id AND p.provider = 'emailpass' AND p.deleted_at IS NULL
     WHERE u.deleted_at IS NULL ORDER BY p.entity_id = $1 DESC, u.created_at, u.id LIMIT 1`,
    [adminEmail],
  )
  // A buyer with the owner's address would hold it back.
  await client.query("DELETE FROM provider_identity WHERE provider = 'emailpass' AND entity_id = $1 AND id IS DISTINCT FROM $2", [
    adminEmail, found?.provider ?? null,
  ])
  if (!found) return addAdmin(client, adminEmail, adminPassword)
  const password = (await scrypt.kdf(adminPassword, { logN: 15, r: 8, p: 1 })).toString("base64")
  await client.query(
    `UPDATE "user" SET email = $1
     WHERE id = $2 AND NOT EXISTS (SELECT FROM "user" other WHERE other.email = $1 AND other.id <> $2 AND other.deleted_at IS NULL)`,
    [adminEmail, found.id],
  )
  await client.query(
    `UPDATE provider_identity SET entity_id = $1, provider_metadata = coalesce(provider_metadata, '{}') || jsonb_build_object('password', $2::text)
     WHERE id = $3`,
    [adminEmail, password, found.provider],
  )
}

module.exports = { markAsOwn, takeOver }
