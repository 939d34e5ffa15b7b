import { expect, test } from "vitest"
import { check as checkIn, EMPTY, type Form, trimmed } from "../src/address"
import { ENGLISH } from "../src/texts"

const check = (form: Form) => checkIn(form, ENGLISH)

const good: Form = {
  ...EMPTY, email: "ada@example.com", first_name: "Ada", last_name: "Lovelace", address_1: "Unter den Linden 1",
  postal_code: "10117", city: "Berlin", country_code: "de",
}

test("a complete address has no problems", () => expect(check(good)).toEqual({}))

test("an empty form names every field that is needed, and no other", () => {
  expect(Object.keys(check(EMPTY)).sort()).toEqual(
    ["address_1", "city", "country_code", "email", "first_name", "last_name", "postal_code"],
  )
})

test("spaces are nothing", () => expect(check({ ...good, city: "   " }).city).toBe("Enter the town or city."))

test.each(["ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@example..com"])("%s is no e-mail address", (email) => {
  expect(check({ ...good, email }).email).toBe("Enter an e-mail address like name@example.com.")
})

test.each(["ada+shop@mail.example.co.uk", " ada@example.com ", "ünï@exämple.de"])("%s is an e-mail address", (email) => {
  expect(check({ ...good, email })).toEqual({})
})

test("a country without postal codes needs none", () => {
  expect(check({ ...good, postal_code: "", country_code: "hk" })).toEqual({})
  expect(check({ ...good, postal_code: "" }).postal_code).toBe("Enter the postal code.")
})

test("a phone number may be left out but not be words", () => {
  expect(check({ ...good, phone: "+49 (30) 123-45" })).toEqual({})
  expect(check({ ...good, phone: "+٩٦٦ ١٢٣" })).toEqual({})
  expect(check({ ...good, phone: "call me" }).phone).toMatch(/^Enter a phone number/)
})

test("nothing is endless", () => expect(check({ ...good, city: "x".repeat(201) }).city).toBe("Enter at most 200 characters."))

test("what is sent has no spaces around it", () => expect(trimmed({ ...good, city: " Berlin " }).city).toBe("Berlin"))
