// A test order that is being put together: how many of which variant, for whom, and what the platform says of it.
import type { Schemas } from "../../api/client"

export type Product = Schemas["Product"]
/** Pieces by the variant's id. */
export type Pieces = Readonly<Record<string, number>>
export type Buyer = {
  first_name: string
  last_name: string
  email: string
  line1: string
  city: string
  postal_code: string
  state: string
  country: string
}

// Addresses that shops take: some check the postal code by the country's pattern, some ask for a state.
const PLACES: Record<string, [line1: string, city: string, postalCode: string, state?: string]> = {
  AT: ["Stephansplatz 1", "Wien", "1010"],
  AU: ["1 George Street", "Sydney", "2000", "NSW"],
  BE: ["Grand-Place 1", "Bruxelles", "1000"],
  BR: ["Avenida Paulista 1", "São Paulo", "01310-100", "SP"],
  CA: ["111 Wellington Street", "Ottawa", "K1A 0B1", "ON"],
  CH: ["Bundesplatz 3", "Bern", "3005"],
  CZ: ["Staroměstské náměstí 1", "Praha", "110 00"],
  DE: ["Unter den Linden 1", "Berlin", "10117"],
  DK: ["Rådhuspladsen 1", "København", "1550"],
  ES: ["Plaza Mayor 1", "Madrid", "28012", "M"],
  FI: ["Mannerheimintie 1", "Helsinki", "00100"],
  FR: ["1 Rue de Rivoli", "Paris", "75001"],
  GB: ["1 Victoria Street", "London", "SW1A 1AA"],
  IE: ["1 O'Connell Street", "Dublin", "D02 AF30", "D"],
  IN: ["1 Janpath", "New Delhi", "110001", "DL"],
  IT: ["Via del Corso 1", "Roma", "00186", "RM"],
  JP: ["Marunouchi 1-1", "Tokyo", "100-0001", "JP13"],
  NL: ["Damrak 1", "Amsterdam", "1012 LG"],
  NO: ["Karl Johans gate 1", "Oslo", "0154"],
  PL: ["Rynek 1", "Warszawa", "00-001"],
  PT: ["Praça do Comércio 1", "Lisboa", "1100-148"],
  SE: ["Drottninggatan 1", "Stockholm", "111 51"],
  US: ["1600 Amphitheatre Parkway", "Mountain View", "94043", "CA"],
}

/** A buyer for a test order in a country. */
export function sampleBuyer(country: string): Buyer {
  const [line1, city, postal_code, state = ""] = PLACES[country] ?? ["Test Street 1", "Test", "10115"]
  return {
    ...{ first_name: "Test", last_name: "Buyer", email: "test-buyer@example.com" },
    line1,
    city,
    postal_code,
    state,
    country,
  }
}

/** One piece of the first variant that there is: a test order needs no more. */
export function firstPiece(products: readonly Product[]): Pieces {
  const variant = products.flatMap(({ variants }) => variants).find(({ stock }) => stock === null || stock > 0)
  return variant ? { [variant.id]: 1 } : {}
}

/** What is wanted, of what is on offer, in the order in which it is shown. */
export function linesOf(products: readonly Product[], pieces: Pieces) {
  return products
    .flatMap(({ variants }) => variants)
    .map((variant) => ({ variant, quantity: pieces[variant.id] ?? 0 }))
    .filter(({ quantity }) => quantity > 0)
}

export type Lines = ReturnType<typeof linesOf>

/** The request. */
export function orderOf(store: string, lines: Lines, buyer: Buyer): Schemas["CreateOrder"] {
  const { first_name, last_name, email, line1, city, postal_code, state, country } = buyer
  return {
    store,
    items: lines.map(({ variant, quantity }) => ({ id: variant.id, quantity })),
    customer: { first_name, last_name, email },
    address: { line1, city, postal_code, country, ...(state === "" ? {} : { state }) },
  }
}

/** The price of the products alone: what sending and taxes add, the shop says. */
export function priceOf(lines: Lines): { amount: string; currency: string } | null {
  const currency = lines[0]?.variant.currency
  if (!currency) return null
  const sum = lines.reduce((total, { variant, quantity }) => total + Number(variant.price) * quantity, 0)
  return { amount: sum.toFixed(3), currency }
}

/** What the platform says of the order's fields, by the field of the form: a variant's by its id. */
export function errorsOf(
  errors: ReadonlyMap<string, string>,
  sent: Schemas["CreateOrder"] | undefined,
): Map<string, string> {
  return new Map(
    [...errors].map(([field, rule]) => {
      const [, index] = /^items\.(\d+)/.exec(field) ?? []
      const item = index === undefined ? undefined : sent?.items[Number(index)]
      return [item?.id ?? field.replace(/^(customer|address)\./, ""), rule] as const
    }),
  )
}
