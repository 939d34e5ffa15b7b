import { describe, expect, test } from "vitest"
import { check, EMPTY } from "../src/address"
import { applySpeech } from "../src/speech"
import { ENGLISH, formatPrice, LANGUAGES, localeFor, type Plural, speak } from "../src/texts"
import { en } from "../src/texts/en"
import { textsIn } from "../../src/mail/texts"

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ")

test.each([
  [12, "eur", "en-IE", "€12.00"],
  [12.5, "EUR", "de-DE", "12,50 €"],
  [1200, "jpy", "en-US", "¥1,200"],
  [15000, "krw", "en-US", "₩15,000"],
  [1.25, "kwd", "en-US", "KWD 1.250"],
  [-3, "usd", "en-US", "-$3.00"],
  [0.1 + 0.2, "usd", "en-US", "$0.30"],
])("%d %s in %s is %s", (amount, currency, locale, shown) => {
  expect(plain(formatPrice(amount, currency, locale))).toBe(shown)
})

test("a currency that the browser does not take is shown by its code", () => {
  expect(formatPrice(5, "x1", "en-US")).toBe("5 X1")
})

/** All that a language says, by where it stands. */
function leaves(texts: object, path = ""): [string, unknown][] {
  return Object.entries(texts).flatMap(([key, value]): [string, unknown][] => {
    const at = `${path}${key}`
    return typeof value === "object" && !("other" in value) ? leaves(value, `${at}.`) : [[at, value]]
  })
}

const said = (value: unknown): string[] =>
  typeof value === "function" ? [value("FIRST", "SECOND")] : typeof value === "string" ? [value] : Object.values(value as Plural)

describe.each(LANGUAGES)("in %s", async (language) => {
  const { texts, direction, plural } = await speak(language, "DE")
  const all = leaves(texts)

  test("the texts are those of the language, and none is empty", () => {
    expect(texts.language).toBe(language)
    expect(all.filter(([, value]) => said(value).some((text) => !text.trim()))).toEqual([])
    expect(direction).toBe(language === "ar" ? "rtl" : "ltr")
  })

  test("what is put into a text is in it, as in English", () => {
    const english = new Map(leaves(en))
    for (const [at, value] of all) {
      if (typeof value !== "function") continue
      const wanted = ["FIRST", "SECOND"].filter((word) => said(english.get(at))[0]?.includes(word))
      expect([at, ...wanted.filter((word) => said(value)[0]?.includes(word))]).toEqual([at, ...wanted])
    }
  })

  test("each number has a form of its own", () => {
    const rules = new Intl.PluralRules(language)
    const needed = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)))
    for (const [at, value] of all) {
      if (typeof value !== "object") continue
      expect([at, ...[...needed].filter((form) => !(value as Plural)[form])]).toEqual([at])
      expect(plural(value as Plural, 11)).toContain(new Intl.NumberFormat(`${language}-DE`).format(11))
    }
  })

})

test.each(LANGUAGES.filter((language) => language !== "en"))("nothing is left in English in %s", async (language) => {
  const english = new Map(leaves(en).map(([at, value]) => [at, said(value).join()]))
  const same = ["Contact", "Total", "optional"] // words of both languages
  const left = leaves((await speak(language, "DE")).texts).filter(([at, value]) => said(value).join() === english.get(at))
  expect(left.filter(([, value]) => !same.includes(String(value)))).toEqual([])
})

test("plural forms are those of the language", async () => {
  const { texts, plural } = await speak("pl", "PL")
  expect([1, 3, 5, 22].map((count) => plural(texts.products.count, count))).toEqual([
    "1 produkt", "3 produkty", "5 produktów", "22 produkty",
  ])
})

test.each([
  ["de", "de", "CH", "de-CH"],
  ["de", "de-AT", "DE", "de-AT"],
  ["en", "pt-BR", "BR", "en-BR"],
  ["en", "en", "??", "en"],
  ["ar", "ar", "sa", "ar-SA"],
])("%s words of a shop in %s in %s are written as in %s", (language, wanted, country, locale) => {
  expect(localeFor(language, wanted, country)).toBe(locale)
})

test.each([...LANGUAGES, "de-AT", "pt-BR", "xx"])("the server and the mails take %s for the same language", async (wanted) => {
  const [page, mail] = [await speak(wanted, "CH"), textsIn(wanted, "CH")]
  expect([mail.locale, mail.direction]).toEqual([page.locale, page.direction])
  expect(mail.total).toBe(page.texts.totals.total)
})

test("a language that is not there is English", async () => {
  expect((await speak("xx", "DE")).texts).toBe(en)
  expect((await speak("constructor", "DE")).texts).toBe(en)
})

test("countries are named in the language, and what is none stays", async () => {
  const { country } = await speak("de", "DE")
  expect([country("de"), country("jp"), country("?")]).toEqual(["Deutschland", "Japan", "?"])
})

test("the page says its language and its direction", async () => {
  const root = { lang: "en", dir: "" } as HTMLElement
  applySpeech(await speak("ar", "SA"), root)
  expect([root.lang, root.dir]).toEqual(["ar-SA", "rtl"])
  applySpeech(ENGLISH, root)
  expect([root.lang, root.dir]).toEqual(["en", "ltr"])
})

test("the button that orders says that it costs, where the law wants these words", async () => {
  expect((await speak("de", "DE")).texts.checkout.order).toBe("Zahlungspflichtig bestellen")
  expect((await speak("fr", "FR")).texts.checkout.order).toBe("Commander avec obligation de paiement")
})

test("a form is talked about in the language", async () => {
  expect(check(EMPTY, await speak("de", "DE")).city).toBe("Bitte geben Sie den Ort ein.")
})
