import { describe, expect, it } from "vitest"
import type { Operation } from "../src/api/queries"
import { stepsOf } from "../src/views/store/steps-of"
import { runsOf } from "../src/views/store/tabs/backups/failed"
import { countsOf, everyHours, until } from "../src/views/store/tabs/backups/words"

const run = (id: string, kind: string, status: string) => ({ id, kind, status }) as Operation
const ids = (runs: readonly Operation[]) => runs.map(({ id }) => id)

it("the steps of an operation are said once each, without those that will not come", () => {
  const steps = ["close", "back", "wake", "open", "wake"].map((name, place) => ({ name, doing: `${place}`, done: "" }))

  expect(stepsOf(steps, ["back"]).map(({ name, doing }) => `${name} ${doing}`)).toEqual(["close 0", "wake 2", "open 3"])
})

describe("what a store's operations say of its backups", () => {
  it("is that the last one failed, until one goes well", () => {
    const failed = run("2", "backup", "failed")

    expect(runsOf([run("3", "verify", "failed"), failed, run("1", "backup", "succeeded")]).newestBackupFailed).toBe(
      failed,
    )
    expect(runsOf([run("3", "backup", "succeeded"), failed]).newestBackupFailed).toBeNull()
    expect(runsOf([run("3", "backup", "timed_out"), failed]).newestBackupFailed?.id).toBe("3")
  })

  it("waits for the end of one that is under way, and takes a canceled one for none", () => {
    expect(runsOf([run("3", "backup", "running"), run("2", "backup", "failed")]).newestBackupFailed?.id).toBe("2")
    expect(runsOf([run("3", "backup", "canceled"), run("2", "backup", "succeeded")]).newestBackupFailed).toBeNull()
  })

  it("names all that came to nothing", () => {
    const runs = [run("5", "drill", "failed"), run("4", "backup", "canceled"), run("3", "backup", "succeeded")]

    expect(ids(runsOf([...runs, run("2", "upgrade", "failed"), run("1", "backup", "queued")]).failed)).toEqual([
      "5",
      "4",
    ])
  })
})

it("counts are said in words, one of a kind as one", () => {
  expect(countsOf({ orders: 12, products: 1, customers: 0 })).toBe("12 orders, 1 product, 0 customers")
  expect(countsOf({})).toBe("not counted")
})

it("how often is said as a person says it", () => {
  expect([0, 1, 6, 24, 48, 168].map(everyHours)).toEqual([
    "never",
    "every hour",
    "every 6 hours",
    "every day",
    "every 2 days",
    "every week",
  ])
})

it("what is due is not said to come", () => {
  const now = Date.parse("2026-01-01T00:00:00Z")
  expect(until("2026-01-01T02:00:00Z", now)).toBe("in 2 h")
  expect(until("2025-12-31T23:59:59Z", now)).toBe("now due")
})
