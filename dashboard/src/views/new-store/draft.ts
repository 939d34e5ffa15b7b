// What somebody has said of a store that is to be made, what that comes to with what is on offer, and what is sent.
import type { Schemas } from "../../api/client"
import { withoutEmpty } from "../../api/without-empty"
import { ALL_COUNTRIES, allCurrencies, usualCurrency } from "../../parts/regions"

/** As it was typed and chosen. An empty text: nothing was said. */
export type Draft = {
  name: string
  id: string
  engine: string
  plan: string
  country: string
  currency: string
  locale: string
  color: string
  admin_email: string
  sample_products: boolean
  cluster: string
  owner: string
}

export const EMPTY: Draft = {
  ...{ name: "", id: "", engine: "", plan: "", country: "", currency: "", locale: "", color: "", admin_email: "" },
  ...{ sample_products: true, cluster: "", owner: "" },
}

type Engine = Pick<Schemas["Engine"], "name" | "available" | "plans" | "countries" | "currencies">

export const countriesOf = (engine: Engine | undefined) => engine?.countries ?? ALL_COUNTRIES
export const currenciesOf = (engine: Engine | undefined) => engine?.currencies ?? allCurrencies()

const among = (wanted: string | undefined, offered: readonly string[]): string | undefined =>
  wanted && offered.includes(wanted) ? wanted : undefined

/** What a draft comes to: each choice that is on offer as it was made, the others as they are proposed. */
export function settled(draft: Draft, engines: readonly Engine[]): Draft {
  const available = engines.filter((engine) => engine.available)
  const engine = available.find(({ name }) => name === draft.engine) ?? available[0]
  const countries = countriesOf(engine)
  const currencies = currenciesOf(engine)
  const country = among(draft.country, countries) ?? among("DE", countries) ?? countries[0] ?? ""
  return {
    ...draft,
    engine: engine?.name ?? "",
    plan: among(draft.plan, engine?.plans ?? []) ?? engine?.plans[0] ?? "",
    country,
    currency:
      among(draft.currency, currencies) ??
      among(usualCurrency(country), currencies) ??
      among("EUR", currencies) ??
      currencies[0] ??
      "",
  }
}

/** The request. What nothing was said of is left out: the platform fills it in. `id`: the one that was shown as free. */
export function requestOf(draft: Draft, id: string): Partial<Schemas["CreateStore"] & object> {
  const said = {
    ...draft,
    name: draft.name.trim(),
    locale: draft.locale.trim(),
    admin_email: draft.admin_email.trim(),
    id,
  }
  return withoutEmpty(said)
}

/** The request for a store that is made of a backup: what the backup says already is not said again. */
export function requestFromBackup(draft: Draft, id: string, backup: string): Record<string, unknown> {
  const { name, plan, color, cluster, owner } = draft
  const [locale, admin_email] = [draft.locale.trim(), draft.admin_email.trim()]
  return withoutEmpty({ backup, id, name: name.trim(), plan, locale, color, admin_email, cluster, owner })
}
