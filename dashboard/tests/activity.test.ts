import { describe, expect, it } from "vitest"
import { fromLocal, toLocal } from "../src/parts/local-time"
import { actionItems, detailOf, fromWhere, lineName, whoOf } from "../src/views/activity/words"

describe("a line of the activity log", () => {
  it("says what was done, of an end also what ended and after how long", () => {
    expect(lineName({ action: "operation.ended", detail: { kind: "backup", seconds: 12.4, engine: "acme" } })).toBe(
      "Backup ended after 12 s",
    )
    expect(lineName({ action: "operation.ended", detail: {} })).toBe("Operation ended")
    expect(lineName({ action: "operation.restore", detail: { kind: "restore" } })).toBe("Restore")
    expect(lineName({ action: "something.new", detail: {} })).toBe("something.new")
  })

  it("says the rest once", () => {
    expect(detailOf({ action: "operation.ended", detail: { kind: "backup", seconds: 12, engine: "acme" } })).toBe(
      "engine: acme",
    )
    expect(detailOf({ action: "operation.backup", detail: { kind: "backup" } })).toBe("")
    expect(detailOf({ action: "store.create", detail: { kind: "clone" } })).toBe("kind: clone")
    expect(detailOf({ action: "backup.change", detail: { backup: "OP1", pinned: false, by: null } })).toBe(
      "backup: OP1, pinned: false",
    )
  })

  it("says who did it, as far as the reader may know", () => {
    const names = new Map([["u2", "Olga"]])

    expect(["u1", "u2", "u3", ""].map((actor) => whoOf(actor, "u1", names))).toEqual([
      "you",
      "Olga",
      "u3",
      "nobody who is known",
    ])
  })

  it("says from where, where that is told", () => {
    expect(fromWhere({ source: "api", address: "10.0.0.1" })).toBe("the API, 10.0.0.1")
    expect(fromWhere({ source: "schedule", address: null })).toBe("the schedule")
    expect(fromWhere({ source: "", address: null })).toBe("")
  })
})

it("the actions that can be chosen have each kind once, and those that are no operation's", () => {
  const values = actionItems(["provision", "backup", "delete", "newkind"]).map(({ value }) => value)

  expect(values).toContain("operation.backup")
  expect(values).toContain("operation.newkind")
  expect(values).toContain("login")
  expect(values).not.toContain("operation.provision")
  expect(values).not.toContain("operation.delete")
  expect(new Set(values).size).toBe(values.length)
})

it("a time that is typed is the same after it was written to the address and read again", () => {
  expect(toLocal(fromLocal("2026-03-29T09:30") ?? "")).toBe("2026-03-29T09:30")
  expect(fromLocal("2026-03-29T09:30")).toMatch(/^2026-03-\d\dT\d\d:\d\d:00Z$/)
  expect(fromLocal("")).toBeNull()
  expect(toLocal("no time")).toBe("")
})
