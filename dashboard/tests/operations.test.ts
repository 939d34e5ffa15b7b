import { describe, expect, it } from "vitest"
import type { Operation } from "../src/api/queries"
import { inOrder } from "../src/views/operations/order"
import { timesOf } from "../src/views/operations/times"

const NOW = Date.parse("2026-01-01T00:01:00Z")
const operation = (id: string, more: Partial<Operation> = {}): Operation =>
  ({
    id,
    status: "running",
    created_at: "2026-01-01T00:00:00Z",
    started_at: null,
    queue: null,
    expected_seconds: null,
    expected_of: 0,
    ...more,
  }) as Operation
const waits = (id: string, position: number | null, created_at = "2026-01-01T00:00:00Z") =>
  operation(id, { status: "queued", created_at, queue: position === null ? null : { position, waits_for: "a slot" } })
const ids = (operations: Operation[]) => operations.map(({ id }) => id)

describe("operations under way", () => {
  it("wait in the order in which they will start, not in that in which they were asked for", () => {
    const { running, queued } = inOrder([operation("one"), waits("third", 3), waits("first", 1), waits("second", 2)])

    expect(ids(running)).toEqual(["one"])
    expect(ids(queued)).toEqual(["first", "second", "third"])
  })

  it("whose place is not known stand last, the oldest first", () => {
    const { queued } = inOrder([
      waits("younger", null, "2026-01-01T00:00:02Z"),
      waits("older", null, "2026-01-01T00:00:01Z"),
      waits("first", 1),
    ])

    expect(ids(queued)).toEqual(["first", "older", "younger"])
  })
})

describe("the times of an operation", () => {
  it("say how long it takes and how long it usually does", () => {
    const running = operation("a", { started_at: "2026-01-01T00:00:40Z", expected_seconds: 41, expected_of: 12 })

    expect(timesOf(running, NOW)).toEqual({ sentence: "Under way for 20 s, usually 41 s (of 12 before)", seconds: 20 })
  })

  it("say so when it takes longer than it usually does", () => {
    const running = operation("a", { started_at: "2026-01-01T00:00:00Z", expected_seconds: 41, expected_of: 2 })

    expect(timesOf(running, NOW).sentence).toBe("Under way for 1 min, longer than usual: usually 41 s (of 2 before)")
  })

  it("do not guess where nothing of its kind has succeeded yet", () => {
    expect(timesOf(operation("a"), NOW)).toEqual({
      sentence: "Waiting for 1 min, none of its kind has succeeded yet to compare with",
      seconds: null,
    })
  })

  it("are never negative, where the clock of the browser is slow", () => {
    expect(timesOf(operation("a", { started_at: "2026-01-01T00:05:00Z" }), NOW).seconds).toBe(0)
  })
})
