// What checkout asks for, and what it says about it.
import type { Speech, Texts } from "./texts"

export const FIELDS = [
  "email", "first_name", "last_name", "address_1", "address_2", "postal_code", "city", "province", "country_code", "phone",
] as const
export type Field = (typeof FIELDS)[number]
export type Form = Record<Field, string>
export type Problems = Partial<Record<Field, string>>

export const EMPTY: Form = Object.fromEntries(FIELDS.map((field) => [field, ""])) as Form

// Countries without postal codes in everyday use.
const NO_POSTAL_CODE = new Set(
  ("ae ag an ao aw bf bi bj bo bs bw bz cd cf cg ci ck cm dj dm er fj gd gh gm gn gq gy hk jm ke ki km kn kp lc ly ml mo " +
    "mr mw na nr nu pa qa rw sb sc sl so sr ss st sy td tf tg tk tl to tt tv tz ug vu ws ye za zw").split(" "),
)
export const needsPostalCode = (country: string): boolean => !NO_POSTAL_CODE.has(country.toLowerCase())

const LONGEST = 200
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/
const PHONE = /^\+?[\p{Nd}\s()/.-]{3,30}$/u

export const trimmed = (form: Form): Form =>
  Object.fromEntries(FIELDS.map((field) => [field, form[field].trim()])) as Form

/** One sentence for each field that cannot stay as it is; none if all is well. */
export function check(input: Form, { texts, number }: Speech): Problems {
  const form = trimmed(input)
  const problems: Problems = {}
  for (const field of FIELDS) {
    const wanted = field !== "postal_code" || needsPostalCode(form.country_code)
    const missing = wanted && field in texts.missing && texts.missing[field as keyof Texts["missing"]]
    if (!form[field] && missing) problems[field] = missing
    else if (form[field].length > LONGEST) problems[field] = texts.wrong.long(number(LONGEST))
  }
  if (!problems.email && !EMAIL.test(form.email)) problems.email = texts.wrong.email
  if (!problems.phone && form.phone && !PHONE.test(form.phone)) problems.phone = texts.wrong.phone
  return problems
}
