import { describe, expect, it } from "vitest"
import type { Operation, StoreDetail } from "../src/api/queries"
import { againOf, bodyOf } from "../src/parts/again"
import { shareOfTime, usually } from "../src/parts/expected"
import { resultLines } from "../src/parts/results"
import { asSentence } from "../src/parts/words"

const failed = (change: Partial<Operation> = {}) =>
  ({ status: "failed", kind: "upgrade", parameters: { rehearsal: false }, retryable: true, ...change }) as Operation
const store = (change: Partial<StoreDetail> = {}) =>
  ({ allowed_operations: ["upgrade", "provision"], refused_operations: {}, ...change }) as StoreDetail

describe("asking again", () => {
  it("says the same again", () => {
    expect(againOf(failed(), store())).toEqual({
      body: { kind: "upgrade", parameters: { rehearsal: false } },
      refused: "",
    })
  })

  it("goes on with making a store, be it a copy", () => {
    expect(bodyOf({ kind: "clone", parameters: { backup: "B1", name: "x" } })).toEqual({
      kind: "provision",
      parameters: {},
    })
  })

  it("is not offered where it cannot help, nor of what has not failed, nor of a store that is gone", () => {
    expect(againOf(failed({ retryable: false }), store())).toBeNull()
    expect(againOf(failed({ status: "succeeded" }), store())).toBeNull()
    expect(againOf(failed({ status: "running" }), store())).toBeNull()
    expect(againOf(failed(), undefined)).toBeNull()
  })

  it("is offered of what was canceled, but for a deletion", () => {
    const canceled = failed({ status: "canceled", retryable: null })

    expect(againOf(canceled, store())?.body.kind).toBe("upgrade")
    expect(againOf({ ...canceled, kind: "delete" }, store({ allowed_operations: ["delete"] }))).toBeNull()
  })

  it("says why the store refuses it", () => {
    const now = store({ allowed_operations: [], refused_operations: { upgrade: "a backup is under way" } })

    expect(againOf(failed(), now)?.refused).toBe("a backup is under way")
  })
})

describe("what is expected", () => {
  it("says what it is founded on", () => {
    expect(usually(41.2, 9)).toBe("Usually about 41 s: the median of 9 runs.")
    expect(usually(41.2, 1)).toBe("The one before took about 41 s.")
    expect(usually(null, 0)).toContain("not known")
  })

  it("is never all gone before the end", () => {
    expect(shareOfTime(20, 40)).toBe(50)
    expect(shareOfTime(400, 40)).toBeLessThan(100)
    expect(shareOfTime(1, 0)).toBeLessThan(100)
    expect(shareOfTime(-5, 40)).toBe(0)
  })
})

describe("a result", () => {
  const lines = (result: Record<string, unknown>) =>
    Object.fromEntries(resultLines({ result }).map(({ name, lines }) => [name, lines]))

  it("has names and units for what the platform is known to say", () => {
    const shown = lines({
      verification: { order: "12", total: "19.00", currency: "EUR", product: "Tea", seconds: 3.2, checks: ["a", "b"] },
      gate: { closed_at: "x", opened_at: "y", seconds: 72 },
      backup: { id: "B1", parts: { database: { size: 1024 }, files: { size: 1024 } }, counts: { orders: 3 } },
      carried: { orders: { carried: 1, present: 0, needs_person: 2 }, customers: { carried: 0 }, stock: {} },
      upgrade: { in_force: "old", safety: "B0" },
    })

    expect(shown).toEqual({
      "Test order": ["number 12, 19.00 EUR, Tea, in 3 s"],
      Checked: ["a", "b"],
      "The shop was closed for": ["1 min 12 s"],
      Backup: ["B1, 2.0 KiB"],
      "In it": ["3 orders"],
      "Newer orders": ["1 carried over, 2 to be looked at by a person"],
      "In force": ["the old revision: it was gone back to"],
      "Backup of what was before": ["B0"],
    })
  })

  it("shows what it does not know as it is, and leaves out what is empty", () => {
    expect(lines({ new_thing: { some_part: 3, nothing: null }, list: ["x", 1], word: "y", none: null })).toEqual({
      "New thing": ["some part: 3"],
      List: ["x", "1"],
      Word: ["y"],
    })
  })

  it("of an unexpected shape is still shown", () => {
    expect(lines({ removal: "ConfigMap/x", gate: [1], restore: { data: "odd" } })).toEqual({
      Removal: ["ConfigMap/x"],
      Gate: ["1"],
      "The shop's data": ["odd"],
    })
  })

  it("of a deletion says that nothing is left", () => {
    expect(lines({ removal: { removed: ["Pod/a"], leftovers: [] } })).toEqual({
      Removed: ["Pod/a"],
      "Left over": ["nothing"],
    })
  })
})

it("makes a sentence of a reason", () => {
  expect(["is so", "Is so.", ""].map(asSentence)).toEqual(["Is so.", "Is so.", ""])
})
