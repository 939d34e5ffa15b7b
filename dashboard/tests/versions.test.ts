import { describe, expect, it } from "vitest"
import type { Operation, StoreDetail } from "../src/api/queries"
import type { Backup } from "../src/views/store/tabs/backups/queries"
import type { Revision } from "../src/views/store/tabs/versions/queries"
import { gateSentence, gateTimes, noWayBack, offerName, shownValue } from "../src/views/store/tabs/versions/words"

const store = (more: object = {}) =>
  ({
    status: "ready",
    deployed: { revision: 3 },
    allowed_operations: ["rollback"],
    refused_operations: {},
    ...more,
  }) as unknown as StoreDetail
const revision = (number: number) => ({ revision: number }) as Revision
const backup = (number: number | null) => ({ id: `OP${number}`, revision: number }) as Backup

describe("the way back to a revision", () => {
  it("is there where a backup of it is", () => {
    expect(noWayBack(store(), revision(2), [backup(3), backup(2)])).toBe("")
    expect(noWayBack(store(), revision(1), [backup(3), backup(null)])).toContain("No backup of it")
    expect(noWayBack(store(), revision(1), undefined)).toContain("not known yet")
  })

  it("is no way where the store is already, unless it failed there", () => {
    expect(noWayBack(store(), revision(3), [backup(3)])).toContain("installed")
    expect(noWayBack(store({ status: "failed" }), revision(3), [backup(3)])).toBe("")
  })

  it("is refused in the platform's words", () => {
    const busy = store({ allowed_operations: [], refused_operations: { rollback: "tea has an operation under way" } })

    expect(noWayBack(busy, revision(2), [backup(2)])).toBe("tea has an operation under way")
  })
})

describe("for how long a shop is closed", () => {
  const run = (kind: string, status: string, result: object | null) => ({ kind, status, result }) as Operation

  it("is what the newest runs of the kind say that went well", () => {
    const runs = [
      run("upgrade", "succeeded", { gate: { seconds: 30 } }),
      run("upgrade", "failed", { gate: { seconds: 900 } }),
      run("rollback", "succeeded", { gate: { seconds: 70 } }),
      run("upgrade", "succeeded", null),
      run("upgrade", "succeeded", { gate: { seconds: null } }),
      run("upgrade", "succeeded", { gate: { seconds: 40.4 } }),
    ]

    expect(gateTimes(runs, "upgrade")).toEqual([30, 40.4])
    expect(gateSentence([30, 40.4])).toContain("30 s, 40 s in the last 2 such runs")
    expect(gateSentence([30])).toContain("30 s in the last such run ")
  })

  it("is not guessed", () => {
    expect(gateSentence(gateTimes([], "upgrade"))).toContain("not known")
  })
})

describe("what an upgrade changes", () => {
  it("of the versions, from which to which", () => {
    const version = (engine_version: string, chart_version: string) => ({ engine_version, chart_version, images: {} })

    expect(offerName(version("1.0", "0.1"), version("1.1", "0.1"))).toBe("Version 1.0 → 1.1, chart 0.1")
    expect(offerName(version("1.0", "0.1"), version("1.0", "0.2"))).toBe("Version 1.0, chart 0.1 → 0.2")
    expect(offerName(version("1.0", "0.1"), version("1.0", "0.1"))).toContain("other images")
    expect(offerName(null, version("1.1", "0.1"))).toBe("Version 1.1, chart 0.1")
  })

  it("of the values, each as it is", () => {
    expect(["500m", 2, false, null, ["a"], ""].map(shownValue)).toEqual([
      "500m",
      "2",
      "false",
      "not there",
      '["a"]',
      "",
    ])
  })
})
