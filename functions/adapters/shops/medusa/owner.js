// Runs in a shop's pod, from standard input. Sets the password of the owner's account, and says which passwords are theirs.
// Medusa itself would send a mail with a link; so it is kept as its own provider of passwords keeps it.
const { Client } = require("pg")
const scrypt = require("scrypt-kdf")

const asked = JSON.parse(Buffer.from("@ASKED@", "base64").toString())
const FIND = `SELECT p.id, p.provider_metadata->>'password' AS kept FROM "user" u
    JOIN auth_identity a ON a.app_metadata->>'user_id' = u.id AND a.deleted_at IS NULL
    JOIN provider_identity p ON p.auth_identity_id = a.id AND p.provider = 'emailpass' AND p.deleted_at IS NULL
  WHERE u.deleted_at IS NULL AND p.entity_id = $1`
const PUT = `UPDATE provider_identity SET updated_at = now(),
    provider_metadata = coalesce(provider_metadata, '{}') || jsonb_build_object('password', $1::text) WHERE id = $2`

const REFUSED = "28P01" // a wrong password

/** The database takes one of these: which one depends on how far a rotation has come. */
async function connect([password, ...others]) {
  const client = new Client({
    host: process.env.DATABASE_HOST ?? "db",
    database: process.env.DATABASE_NAME ?? "medusa",
    user: process.env.DATABASE_USER ?? "medusa",
    password,
    connectionTimeoutMillis: 10_000,
  })
  try {
    await client.connect()
    return client
  } catch (error) {
    if (error.code === REFUSED && others.length) return connect(others)
    throw error
  }
}

async function main() {
  const client = await connect(asked.database)
  const found = (await client.query(FIND, [asked.email])).rows[0]
  const fits = async (password) => Boolean(found?.kept) && scrypt.verify(Buffer.from(found.kept, "base64"), password)
  if (found && asked.set !== undefined && !(await fits(asked.set))) {
    await client.query(PUT, [(await scrypt.kdf(asked.set, { logN: 15, r: 8, p: 1 })).toString("base64"), found.id])
  }
  const takes = []
  for (const password of asked.try) takes.push(await fits(password))
  await client.end()
  console.log(JSON.stringify({ found: Boolean(found), takes }))
}

main().catch((error) => {
  console.error(`the administrator's account: ${error.message}`)
  process.exit(1)
})
