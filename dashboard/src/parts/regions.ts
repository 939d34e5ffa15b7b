// Countries, currencies and languages by name. The names are the browser's own; which there are it only knows of currencies.
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD " +
  "CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF " +
  "GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN " +
  "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA " +
  "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI " +
  "SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI " +
  "VN VU WF WS YE YT ZA ZM ZW"

/** Every country of ISO 3166-1, as two letters. */
export const ALL_COUNTRIES: readonly string[] = COUNTRIES.split(" ")
export const allCurrencies = (): readonly string[] => Intl.supportedValuesOf("currency")

const REGIONS = new Intl.DisplayNames("en", { type: "region" })
const MONEY = new Intl.DisplayNames("en", { type: "currency" })
const LANGUAGES = new Intl.DisplayNames("en", { type: "language" })

function named(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code
  } catch {
    return code // not of the form of a code: what is not known is shown as it is
  }
}

export const countryName = (code: string): string => named(REGIONS, code)
export const currencyName = (code: string): string => named(MONEY, code)
export const languageName = (tag: string): string => named(LANGUAGES, tag)

// What is most likely wanted where somebody says a country. A proposal only: any other can be chosen.
const USUAL: Record<string, string> = {
  EUR: "AD AT AX BE BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM TF VA XK YT BG",
  USD: "AS EC FM GU MH MP PR PW SV TL UM US VG VI",
  GBP: "GB GG IM JE",
  CHF: "CH LI",
  AUD: "AU CC CX KI NF NR TV",
  NZD: "NZ CK NU PN TK",
  DKK: "DK FO GL",
  NOK: "NO SJ BV",
  ...{ SEK: "SE", PLN: "PL", CZK: "CZ", HUF: "HU", RON: "RO", ISK: "IS", CAD: "CA", JPY: "JP", CNY: "CN", INR: "IN" },
  ...{ BRL: "BR", MXN: "MX", ZAR: "ZA", KRW: "KR", SGD: "SG", HKD: "HK", ILS: "IL", TRY: "TR", UAH: "UA", AED: "AE" },
}

/** The currency that is usual in a country, if this page knows one. */
export function usualCurrency(country: string): string | undefined {
  return Object.keys(USUAL).find((currency) => USUAL[currency]?.split(" ").includes(country))
}

/** An amount as the API writes it, for a person. What is no amount is shown as it is. */
export function money(amount: string, currency: string): string {
  const value = Number(amount)
  if (amount.trim() === "" || Number.isNaN(value)) return `${amount} ${currency}`.trim()
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(value)
  } catch {
    return `${amount} ${currency}`
  }
}
