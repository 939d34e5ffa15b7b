// Asked of a shop in another language, which has just started: its page, what it starts with, its taxes, and its mails.
const assert = require("node:assert/strict")
const { buy, call, owner, run } = require("./smoke.js")
const { Relay } = require("./relay.js")

const { STORE_COUNTRY: COUNTRY, STORE_CURRENCY: CURRENCY, STORE_LOCALE: LOCALE } = process.env
const RATE = Number(process.env.STORE_TAX_RATE)
const WANTED = {
  de: {
    page: '<html lang="de-DE" dir="ltr">', products: ["Beispiel-T-Shirt", "Beispieltasche", "Beispieltasse"], size: "Größe",
    shipping: "Standardversand", subject: /^Ihre Bestellung Nr\. \d+ bei /, owners: /^Neue Bestellung Nr\. \d+ \(\d\d,00 €\)$/,
    words: ["Vielen Dank für Ihre Bestellung", "Zahlung bei Lieferung", "Deutschland"],
    sums: (total, tax) => [`Gesamtsumme: ${total}`, `Darin enthaltene MwSt.: ${tax}`],
  },
  ar: {
    page: '<html lang="ar-SA" dir="rtl">', products: ["حقيبة تجريبية", "قميص تجريبي", "كوب تجريبي"], size: "المقاس",
    shipping: "الشحن العادي", subject: /^طلبك رقم \d+ من /, owners: /^طلب جديد رقم \d+ /, words: ["شكرًا لطلبك", "الدفع عند الاستلام"],
    sums: () => ["الإجمالي:"],
  },
}[LOCALE]
const plain = (text) => text.replace(/[\u00a0\u202f]/g, " ")

/** What the shop starts with has no English word. */
async function begin() {
  assert.ok((await call("GET", "/")).includes(WANTED.page), "the page is in another language")
  assert.equal((await call("GET", "/storefront/config.json")).locale, LOCALE)
  const { products } = await call("GET", "/store/products?fields=title,description,*options,*options.values,*variants")
  assert.deepEqual(products.map(({ title }) => title).sort(), WANTED.products)
  assert.doesNotMatch(JSON.stringify(products.map(({ title, description, options, variants }) =>
    [title, description, options.map((one) => [one.title, one.values.map(({ value }) => value)]), variants.map((one) => one.title)])),
  /sample|size|cotton|litre|market/i)
  assert.equal(products[0].options[0].title, WANTED.size)
}

/** The prices have the tax in them, and the order says how much it is. */
async function pay() {
  const { order, variant } = await buy()
  const [item] = order.items
  const total = 2 * variant.calculated_price.calculated_amount + 5
  assert.equal(variant.calculated_price.is_calculated_price_tax_inclusive, RATE > 0)
  assert.deepEqual([order.total, item.is_tax_inclusive], [total, RATE > 0], `${COUNTRY} ${CURRENCY}`)
  assert.equal(order.tax_total.toFixed(2), ((total * RATE) / (100 + RATE)).toFixed(2))
  const seen = (await call("GET", `/admin/orders/${order.id}?fields=total,*shipping_methods`, owner())).order
  assert.deepEqual([seen.total, seen.shipping_methods[0].name], [total, WANTED.shipping])
  const { tax_regions: [region] } = await call("GET", "/admin/tax-regions?fields=country_code,*tax_rates", owner())
  assert.deepEqual(region.tax_rates.map(({ rate, is_default }) => [rate, is_default]), RATE ? [[RATE, true]] : [])
  return order
}

async function main() {
  const relay = await new Relay(Number(process.env.MAIL_PORT)).listen()
  await begin()
  const order = await pay()
  const [[buyers], [owners]] = [await relay.wait(order.email), await relay.wait(process.env.MAIL_REPLY_TO)]
  assert.match(buyers.subject, WANTED.subject)
  assert.match(plain(owners.subject), WANTED.owners)
  assert.ok(buyers.html.includes(WANTED.page), "the mail does not say its language")
  const text = plain(buyers.text)
  const [total, tax] = [order.total, order.tax_total].map((sum) =>
    plain(new Intl.NumberFormat(LOCALE, { style: "currency", currency: CURRENCY }).format(sum)))
  for (const words of [...WANTED.words, ...WANTED.sums(total, tax)]) assert.ok(text.includes(words), `${words} is not in ${text}`)
  assert.doesNotMatch(text, /\b(order|total|shipping|delivery|thank|payment)\b/i)
  console.log(text.replace(/^/gm, "| "))
  console.log(`language: a shop in ${LOCALE} says nothing in English, and its prices have ${RATE} % of tax in them`)
}

run(main)
