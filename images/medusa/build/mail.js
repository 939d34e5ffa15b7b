// Looks at the mails of a shop that runs beside it and has build/relay.js for a relay. A failure fails the image's build. With
// "listen", it only writes down to whom mails came.
const assert = require("node:assert/strict")
const { buy, call, owner, place, run, secret } = require("./smoke.js")
const { LOGIN, PASSWORD, Relay } = require("./relay.js")

const { STORE_NAME: NAME, STORE_URL: URL, MAIL_FROM: FROM, MAIL_REPLY_TO: REPLY_TO } = process.env
const PORT = Number(process.env.MAIL_PORT)
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const yen = (amount) => new Intl.NumberFormat("en", { style: "currency", currency: "JPY" }).format(amount)

async function ask(body, headers = { authorization: owner().authorization }) {
  const response = await fetch("http://127.0.0.1:9000/admin/storeyard/mail", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

function show(mail) {
  for (const name of ["from", "to", "reply-to", "subject", "message-id", "auto-submitted", "content-type"]) {
    if (mail.headers[name]) console.log(`| ${name}: ${mail.headers[name]}`)
  }
  console.log(`|\n${mail.text.trim().replace(/^/gm, "| ")}`)
  if (process.env.MAIL_SHOW_HTML) console.log(mail.html)
}

/** What every mail has. */
function look(mail, replyTo) {
  assert(mail.secured && mail.user === "shop", "it came without TLS or without a login")
  assert.equal(mail.greeting, new global.URL(URL).hostname)
  assert.equal(mail.from, FROM)
  assert.equal(mail.headers.from, `"${NAME.replace(/"/g, '\\"')}" <${FROM}>`)
  assert.equal(mail.headers["reply-to"], replyTo)
  assert.equal(mail.receivers.length, 1)
  assert.deepEqual(mail.names.filter((name) => /^(cc|bcc|x-evil)$/.test(name)), [])
  assert(mail.html.includes("A &#39;shop&#39; {{ of }} &quot;ours&quot;") && mail.text.includes(NAME))
  assert.equal(new Set(mail.names).size, mail.names.length, `a header is there twice: ${mail.names}`)
}

async function tryOut(relay) {
  assert.deepEqual(await ask({ to: "try@build.example" }, {}).then(({ status }) => status), 401)
  for (const to of [undefined, "", "a@b, c@d", "a@b\r\nBcc: c@d", ["a@b"], "Name <a@b>"]) assert.equal((await ask({ to })).status, 400)
  assert.deepEqual(await ask({ to: "try@build.example" }), { status: 200, body: { sent: true } })
  const [mail] = await relay.wait("try@build.example")
  look(mail, REPLY_TO)
  assert.equal(mail.subject, `A test mail from ${NAME}`)
  assert.equal(relay.mails.length, 1)
}

/** An order of somebody with a name for each of its mails' forms, and one of the platform's own before it. */
async function order(relay) {
  const { variant, region, order: first } = await buy()
  await relay.wait(first.email)
  await relay.wait(REPLY_TO)
  relay.mails.length = 0
  const own = await place(variant, region, { email: "storeyard-check@example.com" })
  const evil = "<script>alert(1)</script>\r\nX-Evil: yes\r\n\r\nTotal: 1 & \"more\""
  const address = { first_name: evil, last_name: "O'Neil", phone: "+81 3 1234" }
  const placed = await place(variant, region, { email: "buyer@build.example", address })

  const [[buyers], [owners]] = [await relay.wait("buyer@build.example"), await relay.wait(REPLY_TO)]
  look(buyers, REPLY_TO)
  look(owners, "buyer@build.example")
  assert.equal(buyers.subject, `Your order #${placed.display_id} at ${NAME}`)
  assert.equal(owners.subject, `New order #${placed.display_id} (${yen(placed.total)})`)
  const [line] = placed.items
  for (const mail of [buyers, owners]) {
    const { text, html } = mail
    for (const words of [
      `2 × ${yen(line.unit_price)}`, `= ${yen(line.subtotal)}`, `Items: ${yen(placed.item_subtotal)}`,
      `Shipping: ${yen(placed.shipping_subtotal)}`, `\nTotal: ${yen(placed.total)}\n`, "Pay on delivery", "Street 1", "12345 Town", "Japan", line.product_title,
    ]) assert(text.includes(words), `${words} is not in ${text}`)
    for (const amount of [line.unit_price, line.subtotal, placed.total]) assert(html.includes(yen(amount)))
    const harmless = "&lt;script&gt;alert(1)&lt;/script&gt; X-Evil: yes Total: 1 &amp; &quot;more&quot; O&#39;Neil"
    assert(html.includes(harmless) && !html.includes("<script"))
    assert.equal(text.match(/^Total:/gm).length, 1, "a name wrote a line of its own")
  }
  assert(buyers.text.includes(`${URL}/orders/${placed.id}`) && owners.text.includes(`${URL}/app/orders/${placed.id}`))
  assert(owners.text.includes(variant.sku) && owners.text.includes("+81 3 1234"))
  await pause(2)
  const told = relay.mails.map(({ receivers }) => receivers[0]).sort()
  assert.deepEqual(told, ["buyer@build.example", REPLY_TO].sort(), `#${own.display_id} was mailed`)
  console.log("mail: what the buyer got"), show(buyers)
  console.log("mail: what the merchant got"), show(owners)
  return { placed, variant, region }
}

/** An order whose announcement died with its process is announced later, once; none that was, or that is of another day. */
async function forgotten(relay, { placed }) {
  const { prepare } = require("/app/announced.js")
  const { connect } = require("/app/orders/database.js")
  const client = await connect()
  const marked = async () => (await client.query("SELECT FROM storeyard.announced WHERE order_id = $1", [placed.id])).rowCount
  const age = (text) => client.query(`UPDATE "order" SET created_at = now() - interval '${text}' WHERE id = $1`, [placed.id])
  assert.equal(await marked(), 1)
  await client.query("DROP TABLE storeyard.announced")
  await prepare(client)
  assert.equal(await marked(), 1, "an order of before the table would be announced again")
  relay.mails.length = 0
  await age("10 minutes")
  await client.query("DELETE FROM storeyard.announced WHERE order_id = $1", [placed.id])
  await pause(3)
  assert.equal(relay.mails.length, 0, "an order that an older image mailed is announced again")
  await client.query("DELETE FROM notification WHERE resource_id = $1", [placed.id])
  await age("2 days")
  await pause(3)
  assert.equal(relay.mails.length, 0, "an order of another day is announced")
  await age("10 minutes")
  await relay.wait("buyer@build.example")
  await relay.wait(REPLY_TO)
  await pause(3)
  assert.deepEqual([relay.mails.length, await marked()], [2, 1])
  await client.end()
}

/** A parcel with a tracking number, and one that nobody is to hear of. */
async function ship(relay, { id, items: [item], display_id: number }) {
  relay.mails.length = 0
  const label = { tracking_number: "<b>JP123</b>", tracking_url: "https://post.example/?a=1&b=2", label_url: "#" }
  for (const labels of [undefined, [label]]) {
    const known = (await call("GET", `/admin/orders/${id}?fields=*fulfillments`, owner())).order.fulfillments.map((one) => one.id)
    await call("POST", `/admin/orders/${id}/fulfillments`, { ...owner(), body: { items: [{ id: item.id, quantity: 1 }] } })
    const { order } = await call("GET", `/admin/orders/${id}?fields=*fulfillments`, owner())
    const made = order.fulfillments.find((one) => !known.includes(one.id))
    await call("POST", `/admin/orders/${id}/fulfillments/${made.id}/shipments`, {
      ...owner(), body: { items: [{ id: item.id, quantity: 1 }], ...(labels ? { labels } : { no_notification: true }) },
    })
  }
  const [mail] = await relay.wait("buyer@build.example")
  look(mail, REPLY_TO)
  assert.equal(mail.subject, `Your order #${number} from ${NAME} is on its way`)
  for (const words of [`1 × ${item.product_title}`, `Tracking number: ${label.tracking_number}`, label.tracking_url]) {
    assert(mail.text.includes(words), `${words} is not in ${mail.text}`)
  }
  assert(mail.html.includes('href="https://post.example/?a=1&amp;b=2"') && mail.html.includes("&lt;b&gt;JP123&lt;/b&gt;"))
  await pause(1)
  assert.equal(relay.mails.length, 1)
  console.log("mail: what is said of a parcel"), show(mail)
}

/** The link leads to a new password; nobody but an administrator gets one. */
async function forget(relay) {
  relay.mails.length = 0
  const email = secret("admin-email")
  const wish = (actor, identifier) => call("POST", `/auth/${actor}/emailpass/reset-password`, { body: { identifier } })
  const { token: customer } = await call("POST", "/auth/customer/emailpass/register", { body: { email: "ada@build.example", password: "ada" } })
  await call("POST", "/store/customers", { authorization: `Bearer ${customer}`, body: { email: "ada@build.example" } })
  await wish("customer", "ada@build.example")
  await wish("user", "ada@build.example")
  await wish("user", "nobody@build.example")
  await wish("user", email)
  const [mail] = await relay.wait(email)
  look(mail, REPLY_TO)
  const link = new global.URL(/^http:\S+\/app\/reset-password\?\S+$/m.exec(mail.text)[0])
  assert.deepEqual([link.origin, link.searchParams.get("email")], [URL, email])
  assert(mail.html.includes(link.href.replace(/&/g, "&amp;")))
  const authorization = `Bearer ${link.searchParams.get("token")}`
  await call("POST", "/auth/user/emailpass/update", { authorization, body: { password: "a new one" } })
  await call("POST", "/auth/user/emailpass", { body: { email, password: "a new one" } })
  await pause(1)
  assert.equal(relay.mails.length, 1, "somebody else got a way to a new password")
  console.log("mail: what is said of a password"), show({ ...mail, text: mail.text.replace(/token=[^&]+/, "token=…") })
}

/** Nothing leaves by a relay that is not the one it should be, and it is said why. */
async function refuse(relay) {
  relay.mails.length = 0
  const why = {
    "wrong certificate": /self.signed certificate/i,
    "no starttls": /STARTTLS/i,
    "refuses login": /535 5\.7\.8 no such login: \*\*\* \*\*\*$/,
    "refuses receiver": /550 5\.1\.1 nobody has that address/,
  }
  for (const [behaviour, message] of Object.entries(why)) {
    relay.behaves = behaviour
    const { status, body } = await ask({ to: "try@build.example" })
    console.log(`mail: a relay that has ${behaviour}: ${body.message}`)
    assert.equal(status, 502)
    assert.match(body.message, message)
    assert(![PASSWORD, LOGIN].some((word) => body.message.includes(word)))
  }
  assert.equal(relay.mails.length, 0)
  relay.behaves = "well"
}

/** An order is placed all the same, and its mails come once the relay is back. */
async function outlive(relay, { variant, region }) {
  await relay.close()
  assert.match((await ask({ to: "try@build.example" })).body.message, /ECONNREFUSED/)
  await place(variant, region, { email: "away@build.example" })
  await pause(1)
  await relay.listen()
  await relay.wait("away@build.example")

  relay.behaves = "silent"
  const before = relay.connections
  await place(variant, region, { email: "silent@build.example" })
  while (relay.connections === before) await pause(0.1)
  relay.behaves = "well"
  await relay.wait("silent@build.example")

  relay.behaves = "refuses receiver"
  await place(variant, region, { email: "never@build.example" })
  await pause(3)
  relay.behaves = "well"
  await pause(8)
  const never = relay.mails.filter(({ receivers }) => receivers.includes("never@build.example"))
  assert.equal(never.length, 0, "a receiver who was refused is tried again")
}

/** The other ways of security, in this process. */
async function others() {
  const { deliver } = require("/app/src/mail/send.js")
  const mail = { to: "try@build.example", subject: "a\r\nX-Evil: yes", html: "<p>ä</p>", text: "ä" }
  for (const [port, security] of [[PORT + 1, "tls"], [PORT + 2, "none"]]) {
    const relay = await new Relay(port, security).listen()
    Object.assign(process.env, { MAIL_PORT: String(port), MAIL_SECURITY: security })
    await deliver(mail)
    const [{ secured, text, subject }] = relay.mails
    assert.deepEqual([secured, text.trim(), subject], [security === "tls", "ä", "a X-Evil: yes"])
    if (security === "tls") {
      relay.behaves = "wrong certificate"
      await assert.rejects(deliver(mail), /certificate/)
    }
    process.env.MAIL_SECURITY = "starttls"
    if (security === "none") {
      relay.behaves = "no starttls"
      await assert.rejects(deliver(mail), /STARTTLS/i)
    }
    process.env.STORE_COPY = "true"
    await assert.rejects(deliver(mail), /no relay is set/)
    process.env.STORE_COPY = "false"
    assert.equal(relay.mails.length, 1)
    await relay.close()
  }
}

async function main() {
  const relay = await new Relay(PORT).listen()
  await tryOut(relay)
  const bought = await order(relay)
  await forgotten(relay, bought)
  await ship(relay, bought.placed)
  await forget(relay)
  await refuse(relay)
  await outlive(relay, bought)
  await others()
  console.log("mail: orders are told to both sides, through a relay that is the right one; without one they are orders all the same")
}

async function listen() {
  const relay = await new Relay(PORT).listen()
  let told = 0
  setInterval(() => {
    for (; told < relay.mails.length; told++) console.log(relay.mails[told].receivers.join())
  }, 50)
}

if (process.argv[2] === "listen") listen()
else run(main)
