import { expect, test } from "vitest"
import type { Notice, Target } from "../src/views/notices/queries"
import { besidesOf, EVENTS, kindLabel, ofWhom, stateOf, toldOf, whyOff } from "../src/views/notices/words"

const target = (some: Partial<Target>): Target =>
  ({ enabled: true, confirmed: true, failing_since: null, ...some }) as Target
const notice = (some: Partial<Notice>): Notice => ({ said: "", repeats: 0, status: "sent", ...some }) as Notice

test("a target is active, failing, not confirmed or disabled, and a disabled one says why", () => {
  expect(stateOf(target({}))).toBe("active")
  expect(stateOf(target({ failing_since: "2026-01-31T12:00:00Z" }))).toBe("failing")
  expect(stateOf(target({ confirmed: false }))).toBe("not confirmed")
  expect(stateOf(target({ confirmed: false, enabled: false }))).toBe("disabled")
  expect(whyOff(target({ disabled_reason: "FailingTooLong" }))).toContain("for a day")
  expect(whyOff(target({ disabled_reason: null }))).toBe("It is disabled.")
})

test("what a target is told is in words, and what is not known here by its own", () => {
  expect(toldOf(EVENTS.map(({ value }) => value))).toBe("everything")
  expect(toldOf(["backup.failed", "of.tomorrow"])).toBe("A backup failed, of.tomorrow")
  expect(kindLabel("email")).toBe("E-mail")
  expect(kindLabel("pager")).toBe("pager")
})

test("a target says whose stores it is told of", () => {
  expect(ofWhom(target({ platform: true }), "ada")).toBe("all stores")
  expect(ofWhom(target({ owner: "ada" }), "ada")).toBe("my stores")
  expect(ofWhom(target({ owner: "olga" }), "ada")).toBe("stores of olga")
})

test("a notice says why it was not sent, and how often the same happened", () => {
  expect(besidesOf(notice({}))).toBe("")
  expect(besidesOf(notice({ said: "It answered HTTP 400." }))).toBe("It answered HTTP 400.")
  expect(besidesOf(notice({ repeats: 1 }))).toContain("once more")
  expect(besidesOf(notice({ repeats: 3 }))).toContain("3 more times")
  expect(besidesOf(notice({ status: "counted" }))).toContain("within the hour")
  expect(besidesOf(notice({ status: "dropped" }))).toContain("may not know")
})
