// An SMTP relay for the image's build: keeps the mails that it gets, takes them over TLS from who signs in only, and can be told to
// misbehave. Nothing of it is in the image.
const { once } = require("node:events")
const { readFileSync } = require("node:fs")
const net = require("node:net")
const tls = require("node:tls")

const FOLDER = process.env.STOREYARD_RELAY ?? "/tmp/relay"
const USER = "shop"
const PASSWORD = "relay-only+secret"
const LOGIN = Buffer.from(`\0${USER}\0${PASSWORD}`).toString("base64")

const contextOf = (name) =>
  tls.createSecureContext({ key: readFileSync(`${FOLDER}/${name}.key`), cert: readFileSync(`${FOLDER}/${name}.pem`) })

class Relay {
  mails = []
  connections = 0
  /** "well"; "silent", "no starttls", "wrong certificate", "refuses login", "refuses receiver". */
  behaves = "well"
  #open = new Set()

  /** `security` as MAIL_SECURITY has it; "none" takes mail from everybody. */
  constructor(port, security = "starttls") {
    this.port = port
    this.security = security
    this.contexts = { good: contextOf("good"), wrong: contextOf("wrong") }
  }

  async listen() {
    this.server = net.createServer((socket) => this.#serve(socket))
    this.server.listen(this.port)
    await once(this.server, "listening")
    return this
  }

  async close() {
    for (const socket of this.#open) socket.destroy()
    this.server.close()
    await once(this.server, "close")
  }

  /** The mails to an address, once there are so many. */
  async wait(to, count = 1, seconds = 60) {
    for (let attempt = 0; attempt < seconds * 10; attempt++) {
      const found = this.mails.filter((mail) => mail.receivers.includes(to))
      if (found.length >= count) return found
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`no ${count} mails to ${to}, but ${this.mails.map((mail) => `${mail.receivers}: ${mail.subject}`).join("; ") || "none"}`)
  }

  #serve(raw) {
    this.connections++
    this.#open.add(raw)
    raw.on("close", () => this.#open.delete(raw)).on("error", () => {})
    if (this.behaves === "silent") return
    const session = { secured: false, user: null, from: null, receivers: [], data: null }
    let socket, rest
    const say = (...lines) => lines.forEach((line) => socket.write(`${line}\r\n`))
    const attach = (next) => {
      rest = ""
      socket = next.setEncoding("latin1").on("error", () => {}).on("data", (chunk) => {
        const lines = (rest + chunk).split("\r\n")
        rest = lines.pop()
        for (const line of lines) this.#answer(session, line, say, secure)
      })
    }
    const secure = () => {
      raw.removeAllListeners("data")
      session.secured = true
      const { good, wrong } = this.contexts
      attach(new tls.TLSSocket(raw, { isServer: true, secureContext: this.behaves === "wrong certificate" ? wrong : good }))
    }
    if (this.security === "tls") secure()
    else attach(raw)
    say("220 relay.build.example")
  }

  #answer(session, line, say, secure) {
    if (session.data) {
      if (line !== ".") return void session.data.push(line.replace(/^\./, ""))
      this.mails.push({ ...session, ...parse(session.data.join("\r\n")), raw: session.data.join("\r\n") })
      Object.assign(session, { data: null, from: null, receivers: [] })
      return say("250 kept")
    }
    const word = line.toUpperCase()
    const may = this.security === "none" || (session.secured && session.user)
    if (word.startsWith("EHLO")) {
      session.greeting = line.slice(5)
      const tlsToo = this.security === "starttls" && !session.secured && this.behaves !== "no starttls"
      const login = session.secured ? ["250-AUTH PLAIN"] : []
      return say("250-relay.build.example", ...(tlsToo ? ["250-STARTTLS"] : []), ...login, "250 8BITMIME")
    }
    if (word === "STARTTLS") {
      // It may be asked for though it was not offered.
      if (this.behaves === "no starttls") return say("502 no TLS here")
      return say("220 go on"), secure()
    }
    // In one step, or in two.
    if (word === "AUTH PLAIN") return (session.asked = true), say("334 ")
    if (session.asked || word.startsWith("AUTH PLAIN ")) {
      const login = session.asked ? line : line.slice(11)
      session.asked = false
      // It repeats what it was told, which no log may.
      const refused = login !== LOGIN || this.behaves === "refuses login"
      if (refused) return say(`535 5.7.8 no such login: ${login} ${PASSWORD}`)
      session.user = USER
      return say("235 welcome")
    }
    if (word === "QUIT") return say("221 bye")
    if (word === "RSET") return say("250 ok")
    if (!may) return say("530 5.7.0 sign in first")
    if (word.startsWith("MAIL FROM:")) return (session.from = /<(.*?)>/.exec(line)[1]), say("250 ok")
    if (word.startsWith("RCPT TO:")) {
      if (this.behaves === "refuses receiver") return say("550 5.1.1 nobody has that address")
      return session.receivers.push(/<(.*?)>/.exec(line)[1]), say("250 ok")
    }
    if (word === "DATA") return (session.data = []), say("354 go on")
    say("502 what?")
  }
}

/** What "=XX" stands for. */
const quoted = (text) => Buffer.from(text.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1")

function bytes(text, coding) {
  if (coding === "base64") return Buffer.from(text, "base64")
  return coding === "quoted-printable" ? quoted(text.replace(/=\r\n/g, "")) : Buffer.from(text, "latin1")
}

/** A header's value with its encoded words read (RFC 2047). */
const read = (value) =>
  value
    .replace(/(=\?[^?]+\?[BQ]\?[^?]*\?=)\s+(?==\?)/gi, "$1")
    .replace(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, kind, inner) =>
      (kind.toUpperCase() === "B" ? Buffer.from(inner, "base64") : quoted(inner.replace(/_/g, " "))).toString(),
    )

/** Headers, as a reader sees them, and the body. */
function split(text) {
  const end = text.indexOf("\r\n\r\n")
  const lines = text.slice(0, end).replace(/\r\n[ \t]+/g, " ").split("\r\n")
  const headers = lines.map((line) => [line.split(":", 1)[0].toLowerCase(), read(line.slice(line.indexOf(":") + 1).trim())])
  return { headers: Object.fromEntries(headers), names: headers.map(([name]) => name), body: text.slice(end + 4) }
}

function parse(text) {
  const { headers, names, body } = split(text)
  const boundary = /boundary="?([^";]+)/.exec(headers["content-type"])?.[1]
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map((one) => split(one.replace(/^\r\n/, ""))) : []
  const of = (type) => {
    const found = parts.find((one) => one.headers["content-type"]?.startsWith(type))
    return found ? bytes(found.body, found.headers["content-transfer-encoding"]).toString().replace(/\r\n/g, "\n") : ""
  }
  return { headers, names, subject: headers.subject, text: of("text/plain"), html: of("text/html") }
}

module.exports = { Relay, PASSWORD, LOGIN }
