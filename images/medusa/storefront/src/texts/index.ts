// The language of the shop: its words, how it writes amounts, and which way it runs.
import { en, type Texts } from "./en"
import { inNumber, type Plural } from "./plural"

export type { Plural, Texts }

/** Each is loaded where a shop speaks it, and by nobody else. English is there always: it stands for what cannot be loaded. */
const OTHERS = new Map<string, () => Promise<Texts>>(Object.entries({
  ar: async () => (await import("./ar")).ar,
  de: async () => (await import("./de")).de,
  es: async () => (await import("./es")).es,
  fr: async () => (await import("./fr")).fr,
  it: async () => (await import("./it")).it,
  nl: async () => (await import("./nl")).nl,
  pl: async () => (await import("./pl")).pl,
}))
export const LANGUAGES = ["en", ...OTHERS.keys()]
const FROM_RIGHT = ["ar"]

/** A language with all that depends on it. */
export interface Speech {
  texts: Texts
  /** For Intl: the language of the words, as it is written in the shop's country. */
  locale: string
  direction: "ltr" | "rtl"
  number: (value: number) => string
  price: (amount: number, currency: string) => string
  plural: (forms: Plural, count: number) => string
  country: (code: string) => string
}

export function speechOf(texts: Texts, locale: string): Speech {
  const names = new Intl.DisplayNames(locale, { type: "region" })
  const number = new Intl.NumberFormat(locale)
  return {
    texts,
    locale,
    direction: FROM_RIGHT.includes(texts.language) ? "rtl" : "ltr",
    number: (value) => number.format(value),
    price: (amount, currency) => formatPrice(amount, currency, locale),
    plural: (forms, count) => inNumber(forms, count, locale),
    country: (code) => {
      try {
        return names.of(code.toUpperCase()) ?? code
      } catch {
        return code // not of the form of a code
      }
    },
  }
}

/** How Intl writes for a shop. The country says what the language leaves open: a German in Switzerland writes CHF 12.50. */
export function localeFor(language: string, wanted: string, country: string): string {
  const own = wanted.split("-")[0] === language
  const tag = own && /-[A-Z]{2}$/.test(wanted) ? wanted : `${own ? wanted : language}-${country.toUpperCase()}`
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? language
  } catch {
    return language // a country that is none
  }
}

/** The shop's language, as far as it is there. */
export async function speak(wanted: string, country: string): Promise<Speech> {
  const language = wanted.split("-")[0] ?? ""
  const texts = await (OTHERS.get(language)?.() ?? en)
  return speechOf(texts, localeFor(texts.language, wanted, country))
}

/** Amounts as Medusa gives them: in whole units of the currency, so 12.5 is 12.50 EUR and 1200 is 1200 JPY. */
export function formatPrice(amount: number, currency: string, locale: string): string {
  const code = currency.toUpperCase()
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency: code }).format(amount)
  } catch {
    // Not a code that Intl takes: the number is still worth showing.
    return `${new Intl.NumberFormat(locale).format(amount)} ${code}`
  }
}

export const ENGLISH: Speech = speechOf(en, "en")
