import { expect, test } from "vitest"
import { ApiError } from "../src/api/problem"
import { ruleBelow, shownOf } from "../src/parts/rules"
import type { Delivery, Webhook } from "../src/views/webhooks/queries"
import { cameOf, filtersOf, ofWhom, stateOf, USUAL, whyDisabled } from "../src/views/webhooks/words"

const attempt = { at: "2026-01-31T12:00:00Z", status: 500, error: "", answer: "", seconds: 0.1 }
const delivery = (some: Partial<Delivery>): Delivery => ({ attempts: [], reason: null, ...some }) as Delivery
const webhook = (some: Partial<Webhook>): Webhook => ({ enabled: true, failing_since: null, ...some }) as Webhook

test("filters are typed with commas, spaces or lines between", () => {
  expect(filtersOf("*.failed,backup.*\n verify.failed ,")).toEqual(["*.failed", "backup.*", "verify.failed"])
  expect(filtersOf(" ")).toEqual([])
  expect(filtersOf(USUAL)).toHaveLength(5)
})

test("a webhook is active, failing or disabled, and a disabled one says why", () => {
  expect(stateOf(webhook({}))).toBe("active")
  expect(stateOf(webhook({ failing_since: attempt.at }))).toBe("failing")
  expect(stateOf(webhook({ enabled: false, failing_since: attempt.at }))).toBe("disabled")
  expect(whyDisabled(webhook({ disabled_reason: "Gone" }))).toContain("410")
  expect(whyDisabled(webhook({ disabled_reason: null }))).toBe("It is disabled.")
})

test("a webhook says whose stores it is told of", () => {
  expect(ofWhom(webhook({ platform: true, owner: "ada" }), "ada")).toBe("all stores")
  expect(ofWhom(webhook({ platform: false, owner: "ada" }), "ada")).toBe("my stores")
  expect(ofWhom(webhook({ platform: false, owner: "olga" }), "ada")).toBe("stores of olga")
})

test("what came of a delivery is its last answer, and why it is not tried any more", () => {
  expect(cameOf(delivery({}))).toBe("not tried yet")
  expect(cameOf(delivery({ attempts: [attempt, { ...attempt, status: 204 }] }))).toBe("HTTP 204")
  expect(cameOf(delivery({ attempts: [{ ...attempt, status: null, error: "Nobody there." }] }))).toBe("Nobody there.")
  expect(cameOf(delivery({ attempts: [attempt], reason: "GaveUp" }))).toBe("HTTP 500 · It was tried for a day.")
  expect(cameOf(delivery({ reason: "NotAllowed" }))).toContain("may not know")
})

test("a rule of one filter is the rule of the field that has them all", () => {
  const error = new ApiError(422, { errors: [{ field: "events.1", rule: "must be known" }] })
  expect(ruleBelow(error, "events")).toBe("must be known")
  expect(ruleBelow(error, "url")).toBeNull()
  expect(shownOf(error, "url", "events")).toEqual(["events.1"])
  expect(ruleBelow(new Error("x"), "events")).toBeNull()
})
