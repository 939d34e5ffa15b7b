import { expect, test } from "vitest"
import { formatPrice } from "../src/money"

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
