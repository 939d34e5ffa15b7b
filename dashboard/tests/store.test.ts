import { describe, expect, it } from "vitest"
import type { Schemas } from "../src/api/client"
import { ApiError } from "../src/api/problem"
import type { StoreDetail } from "../src/api/queries"
import { fieldError, otherError } from "../src/views/store/fields"
import { offersOf } from "../src/views/store/offers"
import { isHigh, usesOf } from "../src/views/store/overview/usage"
import { choiceOf, choicesOf, hoursOf } from "../src/views/store/settings/hours"
import { limitsOf } from "../src/views/store/settings/quota"
import { changesOf } from "../src/views/store/settings/Shop"

const store = (allowed: string[], refused: Record<string, string> = {}) =>
  ({ allowed_operations: allowed, refused_operations: refused }) as StoreDetail
const kind = (name: string, parameters: Record<string, unknown>) => ({ name, parameters }) as Schemas["Kind"]

describe("the offers of a store", () => {
  it("are what it allows and what it refuses, with the reason", () => {
    const offers = offersOf(store(["backup"], { drill: "is failed" }), [])

    expect(offers.map(({ kind, refused }) => [kind, refused])).toEqual([
      ["backup", ""],
      ["drill", "is failed"],
    ])
    expect(offers[0]?.body).toEqual({ kind: "backup", parameters: {} })
  })

  it("go to where it can be chosen, where something has to be", () => {
    const to = Object.fromEntries(
      offersOf(store(["upgrade", "restore", "update_extensions", "mail", "plan", "delete"]), []).map((o) => [
        o.kind,
        o.to,
      ]),
    )

    expect(to).toEqual({
      upgrade: "versions",
      restore: "backups",
      update_extensions: "extensions",
      mail: "settings#mail",
      plan: "settings#plan",
      delete: "settings#danger",
    })
  })

  it("have making it again only where it is allowed", () => {
    expect(offersOf(store([], { provision: "has not failed" }), [])).toEqual([])
    expect(offersOf(store(["provision"]), []).map((offer) => offer.kind)).toEqual(["provision"])
  })

  it("have safe mode as what can be done about it now, and a dialog asks first", () => {
    const safe = { ...store(["safe_mode"]), safe_mode: true }

    expect(offersOf(store(["safe_mode"]), []).map(({ label }) => label)).toEqual(["Start in safe mode …"])
    expect(offersOf(safe, [])).toEqual([{ kind: "safe_mode", label: "End safe mode …", refused: "" }])
    expect(offersOf(store([], { safe_mode: "runs no plugins" }), [])[0]?.refused).toBe("runs no plugins")
  })

  it("have a kind that only the platform knows, if nothing has to be said for it", () => {
    const kinds = [kind("weigh", {}), kind("carry", { required: ["cluster"] }), kind("paint", { anyOf: [] })]

    expect(offersOf(store(["weigh", "carry", "paint", "unknown"]), kinds).map(({ label }) => label)).toEqual(["weigh"])
  })
})

describe("usage", () => {
  const usage: Schemas["Usage"] = {
    cpu: { used_millicores: 250, limit_millicores: 8000 },
    memory: { used_bytes: null, limit_bytes: 3 * 2 ** 30 },
    disk: {
      limit_bytes: 5 * 2 ** 30,
      volumes: [
        { name: "db", used_bytes: 950, claimed_bytes: 1000, capacity_bytes: null, message: "" },
        { name: "web", used_bytes: null, claimed_bytes: 2 ** 30, capacity_bytes: 2 ** 30, message: "no metrics" },
      ],
    },
    messages: [],
  }
  const [cpu, memory, disk, db, web] = usesOf(usage)

  it("is said in numbers, and what is not known is not nought", () => {
    expect([cpu?.words, cpu?.share]).toEqual(["0.25 cores of 8 cores", 250 / 8000])
    expect([memory?.words, memory?.share]).toEqual(["not known of 3.0 GiB", null])
    expect(disk?.words).toBe("1.0 GiB of 5.0 GiB claimed")
    expect([web?.share, web?.message]).toEqual([null, "no metrics"])
  })

  it("is high where little is left", () => {
    expect([db, cpu, memory].map((use) => use && isHigh(use))).toEqual([true, false, false])
  })
})

describe("plans", () => {
  it("say what they give in units for people", () => {
    expect([
      ...limitsOf({ "limits.cpu": "500m", "limits.memory": "3Gi", "requests.storage": "odd", pods: "8" }),
    ]).toEqual([
      ["CPU", "0.5 cores"],
      ["Memory", "3.0 GiB"],
      ["Disk", "odd"],
    ])
  })
})

describe("the schedule", () => {
  it("keeps an hour that is not of the list, and says what the platform's setting is while that holds", () => {
    expect(choicesOf(5, 5).map(({ value }) => value)).toContain("5")
    expect(choicesOf(null, 24)[0]?.label).toContain("every 1 d")
    expect(choicesOf(5, 5)[0]?.label).not.toContain("every")
  })

  it("tells never from nothing said", () => {
    expect([null, 0, 24].map(choiceOf).map(hoursOf)).toEqual([null, 0, 24])
  })
})

it("changes only what differs", () => {
  const said = { name: "a", color: "c", admin_email: "e", locale: "de", file_mods: "open" } as const
  const before = said as unknown as StoreDetail

  expect(changesOf(before, { ...said, color: "c2" })).toEqual({ color: "c2" })
  expect(changesOf(before, { ...said, file_mods: "locked" })).toEqual({ file_mods: "locked" })
  expect(changesOf(before, said)).toEqual({})
})

it("says a broken rule at its field, and nothing twice", () => {
  const error = new ApiError(422, { detail: "no", errors: [{ field: "parameters.id", rule: "is taken" }] })

  expect([fieldError(error, "id"), fieldError(error, "name")]).toEqual(["is taken", null])
  expect([otherError(error, ["id"]), otherError(error, ["name"])]).toEqual([null, error])
})
