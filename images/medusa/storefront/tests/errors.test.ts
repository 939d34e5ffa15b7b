import { expect, test } from "vitest"
import { CardError, isGone, sentence, ShopError } from "../src/errors"
import { de } from "../src/texts/de"
import { en } from "../src/texts/en"

const answered = (status: number, message = "") => Object.assign(new Error(message), { status })

test.each([
  [new TypeError("Failed to fetch"), "The shop cannot be reached. Check your connection and try again."],
  [answered(500, "stack at x.js"), "The shop has a problem right now. Please try again in a moment."],
  [answered(400, "Some variant does not have the required inventory"), "There are not enough of it left. Choose a smaller quantity."],
  [answered(400, "Discount is over"), "Discount is over."],
  [answered(404, "Cart id not found: cart_1"), "This is no longer available."],
  [answered(409, "conflict"), "The cart has just changed. Please try again."],
  [new CardError("Your card was declined."), "Your card was declined."],
  [new CardError(""), "The payment did not go through. Try another card."],
  [new ShopError("noCountry"), "This shop is not open yet: it sells to no country."],
])("%s is said as one sentence", (error, said) => expect(sentence(error, en)).toBe(said))

test("what Medusa says in English is not shown in another language", () => {
  expect(sentence(answered(400, "Discount is over"), de)).toBe(de.errors.refused)
  expect(sentence(answered(404), de)).toBe("Das ist nicht mehr verfügbar.")
})

test("only 404 means gone", () => {
  expect([answered(404), answered(500), new Error("x"), null].map(isGone)).toEqual([true, false, false, false])
})
