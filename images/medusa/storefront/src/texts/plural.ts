/** One form for each of the language's categories (CLDR); {n} is the number. Categories that are left out are as `other`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** The form for a number, with the number in it. */
export const inNumber = (forms: Plural, count: number, locale: string): string =>
  (forms[new Intl.PluralRules(locale).select(count)] ?? forms.other).replace("{n}", new Intl.NumberFormat(locale).format(count))
