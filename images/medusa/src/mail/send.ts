import { readRelay, type Relay } from "./settings"
import { oneLine } from "./text"

export interface Mail {
  to: string
  subject: string
  html: string
  text: string
  /** Where an answer goes, if not to the shop. */
  replyTo?: string
}

const CONNECT_MS = 5_000
const ALL_MS = 10_000

function transport(relay: Relay) {
  // Here and not above: a shop that sends nothing never loads it, and no start waits for it (docs/decisions/0014).
  const { createTransport } = require("nodemailer") as typeof import("nodemailer")
  return createTransport({
    host: relay.host,
    port: relay.port,
    secure: relay.security === "tls",
    requireTLS: relay.security === "starttls",
    ignoreTLS: relay.security === "none",
    // How the shop greets: a pod's own name means nothing outside, and some relays refuse it.
    name: new URL(process.env.STORE_URL ?? "http://localhost").hostname,
    auth: relay.user && relay.password ? { user: relay.user, pass: relay.password } : undefined,
    tls: { ca: relay.ca, rejectUnauthorized: true, minVersion: "TLSv1.2" },
    dnsTimeout: CONNECT_MS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ALL_MS,
    // No text of ours is ever a file's name or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** Hands the mail to the relay; returns the mail's id. Throws with a message that may be shown. */
export async function deliver({ to, subject, html, text, replyTo }: Mail): Promise<string> {
  const relay = readRelay()
  if (!relay) throw new Error("no relay is set")
  // A relay that says a little now and then would be waited for without an end.
  const signal = AbortSignal.timeout(ALL_MS)
  const answer = replyTo ?? relay.replyTo
  try {
    const { messageId } = await transport(relay).sendMail({
      // Names and addresses apart: what is in a name can become no address.
      from: { name: oneLine(process.env.STORE_NAME ?? "", 80), address: relay.from },
      to: { name: "", address: to },
      replyTo: answer ? { name: "", address: answer } : undefined,
      subject: oneLine(subject, 200),
      html,
      text,
      // Nobody's holiday notice answers it (RFC 3834).
      headers: { "Auto-Submitted": "auto-generated" },
      signal,
    })
    return messageId
  } catch (error: any) {
    // Of a host with several addresses none of which answered, Node says only in the single errors what was wrong.
    const said = error.message || error.errors?.map((one: Error) => one.message).join("; ") || error.code || "no reason given"
    throw new Error(signal.aborted ? `no answer within ${ALL_MS / 1000} s` : words(said, relay))
  }
}

/** The relay's words in one line, without the password in any form that it could have seen. */
export function words(message: string, { user, password }: Pick<Relay, "user" | "password">): string {
  if (!password) return oneLine(message, 300)
  // The longest first: one may be the end of another.
  const logins = [`${user}\0${user}\0${password}`, `\0${user}\0${password}`, password]
  const secrets = [...logins.map((login) => Buffer.from(login).toString("base64")), password]
  return oneLine(secrets.reduce((text, secret) => text.replaceAll(secret, "***"), message), 300)
}
