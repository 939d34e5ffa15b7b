import { describe, expect, it } from "vitest"
import type { OperationEvent } from "../src/api/feed"
import { stepsOf, titleOf } from "../src/parts/steps"

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

describe("steps to come", () => {
  const order = ["check", "release", "back", "verify", "open"]

  it("are those behind the one that began last: what was passed over was not needed", () => {
    const events = [event("check", "started"), event("check", "succeeded"), event("verify", "started")]

    expect(short(stepsOf(events, order))).toEqual([
      ["check", "succeeded"],
      ["verify", "running"],
      ["open", "waiting"],
    ])
  })

  it("are all of them while the operation waits, and that it was accepted is over when a worker has it", () => {
    expect(short(stepsOf([event("queue", "info")], ["check"]))).toEqual([
      ["queue", "running"],
      ["check", "waiting"],
    ])
    expect(short(stepsOf([event("queue", "info"), event("start", "started")], ["check"]))).toEqual([
      ["queue", "succeeded"],
      ["start", "running"],
      ["check", "waiting"],
    ])
  })

  it("do not hide that one goes on beside another", () => {
    const events = [event("release", "started"), event("database", "started"), event("database", "succeeded")]

    expect(short(stepsOf(events, order)).slice(0, 2)).toEqual([
      ["release", "running"],
      ["database", "succeeded"],
    ])
  })
})

describe("the title of a step", () => {
  const words = [{ name: "release", doing: "Installing {software}", done: "{software} is installed" }]
  const title = (...events: OperationEvent[]) => stepsOf(events, ["release"]).map((step) => titleOf(step, words))

  it("is what the run says of it, without how long that took", () => {
    expect(title(event("release", "started", "Installing Acme 2"))).toEqual(["Installing Acme 2"])
    expect(
      title(
        event("release", "started", "Installing Acme 2"),
        event("release", "succeeded", "Acme 2 is installed (9.1 s)"),
      ),
    ).toEqual(["Acme 2 is installed"])
    expect(
      title(
        event("release", "started", "Installing Acme 2"),
        event("release", "failed", "Installing Acme 2: failed after 3 s"),
      ),
    ).toEqual(["Installing Acme 2"])
  })

  it("is what the kind says while it has not begun, and its own name where nobody says anything", () => {
    expect(title()).toEqual(["Installing the shop's software"])
    expect(title(event("some_step", "started"))).toEqual(["some step", "Installing the shop's software"])
  })
})
