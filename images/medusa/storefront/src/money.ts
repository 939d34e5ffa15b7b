/** Amounts as Medusa gives them: in whole units of the currency, so 12.5 is 12.50 EUR and 1200 is 1200 JPY. */
export function formatPrice(amount: number, currency: string, locale?: string): string {
  const code = currency.toUpperCase()
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency: code }).format(amount)
  } catch {
    // Not a code that Intl takes: the number is still worth showing.
    return `${new Intl.NumberFormat(locale).format(amount)} ${code}`
  }
}
