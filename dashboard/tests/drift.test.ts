import { describe, expect, it } from "vitest"
import type { Schemas } from "../src/api/client"
import { changedRows, outsideSentence } from "../src/views/store/settings/drift"

const IN_SYNC: Schemas["Drift"] = {
  in_sync: true,
  checked_at: "2026-01-01T12:00:00Z",
  revision: 1,
  differences: [],
  missing: [],
  extra: [],
  changed_from_outside: null,
  message: "",
}

describe("what was changed by hand", () => {
  it("is a row for each thing, what differs first", () => {
    const rows = changedRows({
      ...IN_SYNC,
      differences: [
        { object: "Deployment/web", path: "/spec/replicas", installed: 1, live: 5 },
        { object: "Deployment/web", path: "/metadata/labels/team", installed: null, live: "x" },
      ],
      missing: ["NetworkPolicy/web"],
      extra: ["ConfigMap/notes"],
    })
    expect(rows).toEqual([
      { object: "Deployment/web", path: "/spec/replicas", installed: "1", live: "5" },
      { object: "Deployment/web", path: "/metadata/labels/team", installed: "not there", live: "x" },
      { object: "NetworkPolicy/web", path: "", installed: "there", live: "missing" },
      { object: "ConfigMap/notes", path: "", installed: "not there", live: "added" },
    ])
  })

  it("is nothing where nothing was", () => {
    expect(changedRows(IN_SYNC)).toEqual([])
    expect(outsideSentence(IN_SYNC)).toBe("")
  })

  it("is said of a release that somebody else changed", () => {
    const outside = { revision: 3, recorded_revision: 1, status: "deployed", description: "", at: null }
    expect(outsideSentence({ ...IN_SYNC, changed_from_outside: outside })).toContain("revision 3")
  })
})
