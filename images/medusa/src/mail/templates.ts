import type { Address, Line, Order, Parcel } from "./order"
import { html, Html, oneLine } from "./text"
import type { Texts } from "./texts"

/** What a mail says: its subject, and the same text as HTML and plain. */
export interface Content {
  subject: string
  html: string
  text: string
}

/** Whose mail it is, and how it writes. */
export interface Shop {
  name: string
  url: string
  texts: Texts
}

/** A part of a mail in both forms. */
interface Part {
  html: Html
  text: string
}

// In each tag, since mail programs drop style sheets.
const FONT = "font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1f2328"
const CELL = "padding:8px 0;border-bottom:1px solid #e5e7eb;vertical-align:top"
const SUM = "padding:4px 0"
const TOTAL = "padding:8px 0;font-weight:600"
const FAINT = "color:#656d76;font-size:14px"

const part = (form: Html, text: string): Part => ({ html: form, text: oneLine(text, 500) })
const paragraph = (text: string): Part => part(html`<p style="margin:16px 0">${text}</p>`, text)
const faint = (text: string): Part => part(html`<p style="margin:16px 0;${new Html(FAINT)}">${text}</p>`, text)
const link = (label: string, address: string): Part =>
  part(html`<p style="margin:24px 0"><a href="${address}" style="color:#0b57d0">${label}</a></p>`, `${label}: ${address}`)

function page({ name, url, texts }: Shop, title: string, parts: (Part | null)[]): Omit<Content, "subject"> {
  const shown = parts.filter((one): one is Part => one !== null)
  const foot = texts.footer(name, url)
  const body = html`<!doctype html>
<html lang="${texts.locale}" dir="${texts.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;padding:24px 16px;background:#ffffff;${new Html(FONT)}"><div style="max-width:600px;margin:0 auto">
<p style="margin:0 0 24px;font-weight:600">${name}</p>
<h1 style="margin:0 0 8px;font-size:24px;line-height:1.25">${title}</h1>
${shown.map((one) => html`${one.html}
`)}<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #e5e7eb;${new Html(FAINT)}">${foot}</p>
</div></body></html>
`
  const text = [oneLine(title), ...shown.map((one) => one.text), `-- \n${oneLine(foot, 300)}`].filter(Boolean).join("\n\n")
  return { html: body.text, text: `${text}\n` }
}

const money = (currency: string, { locale }: Texts) => (amount: number): string => {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
  } catch {
    // Not a code that Intl takes: the number is still worth saying.
    return `${new Intl.NumberFormat(locale).format(amount)} ${currency}`
  }
}

const lineName = ({ title, variant }: Line) => oneLine([title, variant].filter(Boolean).join(", "), 150)

/** The lines and the sums, as the storefront shows them. A merchant sees the article's number too. */
function receipt(order: Order, texts: Texts, withSku = false): Part {
  const price = money(order.currency, texts)
  const sums: [string, string][] = [
    [texts.items, price(order.items)],
    ...(order.discount > 0 ? [[texts.discount, price(-order.discount)] as [string, string]] : []),
    [texts.shipping, order.shipping === 0 ? texts.free : price(order.shipping)],
    ...(order.tax > 0 && !order.taxIncluded ? [[texts.tax, price(order.tax)] as [string, string]] : []),
  ]
  const below: [string, string][] = order.tax > 0 && order.taxIncluded ? [[texts.includedTax, price(order.tax)]] : []
  // Mail programs know no "end".
  const end = `text-align:${texts.direction === "rtl" ? "left" : "right"}`
  const detail = (line: Line) => [`${line.quantity} × ${price(line.unit)}`, withSku && line.sku].filter(Boolean).join(" · ")
  const row = (label: unknown, amount: string, left: string, right: string) =>
    html`<tr><td style="${new Html(left)}">${label}</td><td style="${new Html(right)}">${amount}</td></tr>
`
  const pieces = (line: Line) => html`${lineName(line)}<br><span style="${new Html(FAINT)}">${detail(line)}</span>`
  const table = html`<table role="presentation" style="width:100%;border-collapse:collapse;margin:16px 0;${new Html(FONT)}">
${order.lines.map((line) => row(pieces(line), price(line.sum), CELL, `${CELL};${end};white-space:nowrap;padding-inline-start:16px`))}
${sums.map(([label, amount]) => row(label, amount, SUM, `${SUM};${end}`))}
${row(texts.total, price(order.total), TOTAL, `${TOTAL};${end}`)}${below.map(([label, amount]) => row(label, amount, SUM, `${SUM};${end}`))}</table>`
  const text = [
    ...order.lines.map((line) => `${lineName(line)}\n  ${oneLine(detail(line))} = ${price(line.sum)}`),
    "",
    ...[...sums, [texts.total, price(order.total)], ...below].map(([label, amount]) => `${label}: ${amount}`),
  ]
  return { html: table, text: text.join("\n") }
}

/** Lines of facts under a heading; nothing without facts. */
function facts(title: string, lines: string[]): Part | null {
  const shown = lines.map((line) => oneLine(line)).filter(Boolean)
  if (!shown.length) return null
  const form = html`<h2 style="margin:24px 0 4px;font-size:16px">${title}</h2>
<p style="margin:0">${shown.map((line, index) => html`${index ? new Html("<br>") : ""}${line}`)}</p>`
  return { html: form, text: [`${title}:`, ...shown.map((line) => `  ${line}`)].join("\n") }
}

function country(code: string | null | undefined, { locale }: Texts): string {
  try {
    return code ? (new Intl.DisplayNames(locale, { type: "region" }).of(code.toUpperCase()) ?? code) : ""
  } catch {
    return code ?? ""
  }
}

const nameOf = (address: Address | null) => oneLine([address?.first_name, address?.last_name].filter(Boolean).join(" "), 100)

const addressLines = (address: Address | null, texts: Texts): string[] =>
  address ? [
    address.company ?? "", nameOf(address), address.address_1 ?? "", address.address_2 ?? "",
    [address.postal_code, address.city].filter(Boolean).join(" "), address.province ?? "", country(address.country_code, texts),
  ] : []

/** "pp_system_default" is Medusa's own, "pp_stripe_stripe" a provider's. */
const payment = (provider: string, texts: Texts): string =>
  texts.payments[provider.replace(/^pp_/, "").split(/[_-]/)[0]] ?? texts.otherPayment
const isOnDelivery = (order: Order) => order.payments.some((provider) => provider.startsWith("pp_system"))

const aboutOrder = (order: Order, texts: Texts): (Part | null)[] => {
  const [delivery, billing] = [order.delivery, order.billing].map((address) => addressLines(address, texts))
  return [
    facts(texts.delivery, order.shippingMethods),
    facts(texts.payment, [...new Set(order.payments.map((provider) => payment(provider, texts)))]),
    facts(texts.deliveryAddress, delivery),
    billing.join() === delivery.join() ? null : facts(texts.billingAddress, billing),
  ]
}

/** To the buyer: the order is there. */
export function placed(shop: Shop, order: Order, canAnswer: boolean): Content {
  const { placed: say } = shop.texts
  const total = money(order.currency, shop.texts)(order.total)
  return {
    subject: say.subject(shop.name, order.number),
    ...page(shop, say.title, [
      paragraph(say.lead(order.number)),
      receipt(order, shop.texts),
      isOnDelivery(order) ? paragraph(say.onDelivery(total)) : null,
      ...aboutOrder(order, shop.texts),
      link(say.look, `${shop.url}/orders/${encodeURIComponent(order.id)}`),
      canAnswer ? faint(say.answer) : null,
    ]),
  }
}

/** To the merchant: an order came in. */
export function received(shop: Shop, order: Order): Content {
  const { received: say, phone, contact } = shop.texts
  const number = order.delivery?.phone || order.billing?.phone
  return {
    subject: say.subject(order.number, money(order.currency, shop.texts)(order.total)),
    ...page(shop, say.title, [
      paragraph(say.lead(nameOf(order.delivery ?? order.billing) || order.email, order.number)),
      receipt(order, shop.texts, true),
      ...aboutOrder(order, shop.texts),
      facts(contact, [order.email, number ? `${phone}: ${number}` : ""]),
      link(say.look, `${shop.url}/app/orders/${encodeURIComponent(order.id)}`),
      faint(say.answer),
    ]),
  }
}

/** To the buyer: a parcel is on its way. */
export function shipped(shop: Shop, order: Order, parcel: Parcel): Content {
  const { shipped: say } = shop.texts
  const sent = order.lines.flatMap((line) => {
    const quantity = parcel.pieces.get(line.id)
    return quantity ? [`${quantity} × ${lineName(line)}`] : []
  })
  const all = order.lines.every((line) => (parcel.pieces.get(line.id) ?? 0) >= line.quantity)
  const tracking = parcel.labels.map(({ number, url }): Part => {
    const short = oneLine(number, 100)
    const shown = url ? html`<a href="${url}" style="color:#0b57d0">${short}</a>` : html`<strong>${short}</strong>`
    const text = [`${say.tracking}: ${short}`, ...(url ? [oneLine(url, 500)] : [])].join("\n")
    return { html: html`<p style="margin:16px 0">${say.tracking}: ${shown}</p>`, text }
  })
  return {
    subject: say.subject(shop.name, order.number),
    ...page(shop, say.title, [
      facts(all ? say.leadAll(order.number) : say.lead(order.number), sent),
      ...tracking,
      facts(say.to, addressLines(order.delivery, shop.texts)),
      link(shop.texts.placed.look, `${shop.url}/orders/${encodeURIComponent(order.id)}`),
    ]),
  }
}

/** To an administrator: the way to a new password. */
export function reset(shop: Shop, address: string, token: string): Content {
  const { reset: say } = shop.texts
  const url = `${shop.url}/app/reset-password?token=${encodeURIComponent(token)}&email=${encodeURIComponent(address)}`
  const way = link(say.look, url)
  return {
    subject: say.subject(shop.name),
    // The plain text has the whole address, however long the token is.
    ...page(shop, say.title, [paragraph(say.lead(shop.name)), { ...way, text: `${say.look}:\n${url}` }, faint(say.note)]),
  }
}

/** To whoever tries out the relay. */
export function test(shop: Shop): Content {
  const { test: say } = shop.texts
  return { subject: say.subject(shop.name), ...page(shop, say.title, [paragraph(say.lead(shop.name))]) }
}
