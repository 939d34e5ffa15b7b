import { readFileSync } from "node:fs"
import path from "node:path"
import { isCopy } from "../storefront/copy"

/** The SMTP relay that takes the shop's mail. */
export interface Relay {
  host: string
  port: number
  security: "starttls" | "tls" | "none"
  user: string
  password: string | undefined
  ca: string | undefined
  from: string
  replyTo: string | undefined
}

// Node brings certificates of its own; what an administrator of the image trusts is in Debian's file.
const SYSTEMS = "/etc/ssl/certs/ca-certificates.crt"
const SECURITY = ["starttls", "tls", "none"]

/** One address and nothing else: no list, no name, nothing that could end a header's line. */
export const isAddress = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length <= 254 &&
  /^[^\s@<>()[\]",;:\\\p{Cc}]{1,64}@[^\s@<>()[\]",;:\\\p{Cc}]+$/u.test(value)

/** Whether there is a relay at all. A copy has none, whatever is set: its buyers are the other shop's. */
export const hasRelay = (): boolean => Boolean(process.env.MAIL_HOST) && !isCopy()

/** A file's text without the end of its last line; undefined if there is no such file. One that cannot be read is an error: without a
 * password the relay would only refuse the mail, in words that lead astray. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "") || undefined
  } catch (error: any) {
    if (error.code === "ENOENT") return undefined
    throw new Error(`${file} cannot be read (${error.code})`)
  }
}

/** The relay as it is set now (its secrets may change while the shop runs), or null. Throws if a setting is wrong. */
export function readRelay(): Relay | null {
  if (!hasRelay()) return null
  const { MAIL_HOST, MAIL_PORT = "", MAIL_SECURITY = "", MAIL_USER = "", MAIL_FROM, MAIL_REPLY_TO } = process.env
  const secrets = process.env.STOREYARD_MAIL_SECRETS ?? "/run/secrets/mail"
  const port = Number(MAIL_PORT)
  if (!/^\d+$/.test(MAIL_PORT) || port < 1 || port > 65535) throw new Error("MAIL_PORT is no port")
  if (!SECURITY.includes(MAIL_SECURITY)) throw new Error("MAIL_SECURITY is none of starttls, tls and none")
  if (!isAddress(MAIL_FROM)) throw new Error("MAIL_FROM is no address")
  if (MAIL_REPLY_TO && !isAddress(MAIL_REPLY_TO)) throw new Error("MAIL_REPLY_TO is no address")
  return {
    host: MAIL_HOST as string,
    port,
    security: MAIL_SECURITY as Relay["security"],
    user: MAIL_USER,
    password: read(path.join(secrets, "password")),
    ca: read(path.join(secrets, "ca.pem")) ?? read(SYSTEMS),
    from: MAIL_FROM,
    replyTo: MAIL_REPLY_TO || undefined,
  }
}

/** Where the shop's owner reads: the address that buyers answer to, else the administrator's. */
export function readOwner(): string | undefined {
  const secrets = process.env.STOREYARD_SECRETS ?? "/run/secrets/store"
  const address = process.env.MAIL_REPLY_TO || read(path.join(secrets, "admin-email"))?.trim()
  return isAddress(address) ? address : undefined
}

/** What start.js says of it, once. A wrong setting stops no shop: it sells, and its mail says why it does not leave. */
export function describe(): { level: "info" | "error"; message: string } {
  if (isCopy()) return { level: "info", message: "a copy sends no mail" }
  try {
    const relay = readRelay()
    if (!relay) return { level: "info", message: "no relay is set: the shop sends no mail" }
    return { level: "info", message: `mail leaves by ${relay.host}:${relay.port} (${relay.security})` }
  } catch (error: any) {
    return { level: "error", message: `the shop sends no mail: ${error.message}` }
  }
}
