import { describe, expect, it } from "vitest"
import type { OperationEvent } from "../src/api/feed"
import { stepsOf } from "../src/parts/steps"

let number = 0
const event = (step: string, status: OperationEvent["status"], message = "", final = false): OperationEvent => ({
  number: ++number,
  at: `2026-01-01T00:00:${String(number % 60).padStart(2, "0")}Z`,
  step,
  status,
  message,
  final,
})
const short = (steps: ReturnType<typeof stepsOf>) => steps.map(({ name, status }) => [name, status])

describe("the steps of an operation", () => {
  it("stand in the order in which they began, those to come after them", () => {
    const events = [event("namespace", "started"), event("namespace", "succeeded"), event("release", "started")]

    expect(short(stepsOf(events, ["namespace", "release", "verify"]))).toEqual([
      ["namespace", "succeeded"],
      ["release", "running"],
      ["verify", "waiting"],
    ])
  })

  it("keep what was said of them, and their times", () => {
    const [step] = stepsOf([
      event("verify", "started", "placing"),
      event("verify", "info", "placed"),
      event("verify", "failed", "gone"),
    ])

    expect(step?.messages.map(({ text, failed }) => [text, failed])).toEqual([
      ["placing", false],
      ["placed", false],
      ["gone", true],
    ])
    expect(step?.status).toBe("failed")
    expect(step?.endedAt).not.toBeNull()
  })

  it("go on again when they are begun again after a restart", () => {
    const events = [event("release", "started"), event("release", "failed"), event("release", "started")]

    expect(short(stepsOf(events))).toEqual([["release", "running"]])
  })

  it("do not wait any more for what will not come once the operation has ended", () => {
    const events = [event("release", "failed"), event("end", "failed", "over", true)]

    expect(short(stepsOf(events, ["release", "verify"]))).toEqual([["release", "failed"]])
  })
})
