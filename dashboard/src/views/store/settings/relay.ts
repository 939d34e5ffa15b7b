// What the form of a relay says, and what the API is told of it.
import type { Schemas } from "../../../api/client"

export const FIELDS = ["host", "port", "security", "user", "password", "from", "reply_to"] as const
export type Field = (typeof FIELDS)[number]
export type Said = Record<Field, string>

/** What the form begins with: the store's own relay, or nothing where it has none. The platform's is not the store's to change. */
export function saidOf(mail: Schemas["Mail"]): Said {
  const own = mail.source === "store"
  return {
    host: own ? (mail.host ?? "") : "",
    port: own ? String(mail.port) : "587",
    security: own ? (mail.security ?? "starttls") : "starttls",
    user: own ? (mail.user ?? "") : "",
    password: "",
    from: own ? (mail.from ?? "") : "",
    reply_to: own ? (mail.reply_to ?? "") : "",
  }
}

/** The relay, as the API takes it. An empty field is nothing; a password may begin and end as it likes, for the API to judge. */
export function relayOf(said: Said): Schemas["ChangeMail"] {
  return {
    host: said.host.trim(),
    port: Number(said.port) as Schemas["ChangeMail"]["port"],
    security: said.security as Schemas["ChangeMail"]["security"],
    user: said.user.trim() || null,
    password: said.password || null,
    from: said.from.trim(),
    reply_to: said.reply_to.trim() || null,
  }
}
