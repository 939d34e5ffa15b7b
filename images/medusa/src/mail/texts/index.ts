import { ar } from "./ar"
import { de } from "./de"
import { en, type Words } from "./en"
import { es } from "./es"
import { fr } from "./fr"
import { it } from "./it"
import { nl } from "./nl"
import { pl } from "./pl"

const LANGUAGES = new Map<string, Words>(Object.entries({ ar, de, en, es, fr, it, nl, pl }))
const FROM_RIGHT = ["ar"]

/** The words with how they are written. */
export type Texts = Words & {
  /** For Intl: how amounts and countries are written. */
  locale: string
  direction: "ltr" | "rtl"
}

/** The texts in a shop's language, as far as it is there, written as in its country (storefront/src/texts does the same). */
export function textsIn(wanted: string, country: string): Texts {
  const tag = wanted.split("-")[0] ?? ""
  const language = LANGUAGES.has(tag) ? tag : "en"
  const own = language === tag
  const full = own && /-[A-Z]{2}$/.test(wanted) ? wanted : `${own ? wanted : language}-${country.toUpperCase()}`
  let locale = language
  try {
    locale = Intl.getCanonicalLocales(full)[0] ?? language
  } catch {
    // a country that is none
  }
  return { ...(LANGUAGES.get(language) as Words), locale, direction: FROM_RIGHT.includes(language) ? "rtl" : "ltr" }
}
