import { beforeEach, describe, expect, it } from "vitest"
import { ApiError } from "../src/api/problem"
import { nextPlace, placesLine } from "../src/parts/places"
import { questionOf } from "../src/views/new-store/address"
import { type Draft, EMPTY, requestFromBackup, requestOf, settled } from "../src/views/new-store/draft"
import { errorsOf } from "../src/views/new-store/errors"
import { leadOf, refusalOf, stepsToCome, usually } from "../src/views/new-store/outlook"
import { podLines, quantity, quotaLines } from "../src/views/new-store/quotas"
import { readDraft } from "../src/views/new-store/use-draft"

const engine = (name: string, more: object = {}) => ({
  ...{ name, available: true, plans: ["small", "large"], countries: null, currencies: null },
  ...more,
})
const draft = (said: Partial<Draft>): Draft => ({ ...EMPTY, ...said })

describe("what a draft comes to", () => {
  it("keeps each choice that is on offer", () => {
    const said = { engine: "two", plan: "large", country: "JP", currency: "USD" }

    expect(settled(draft(said), [engine("one"), engine("two")])).toMatchObject(said)
  })

  it("proposes the first engine that can be had, its first plan, and the money that is usual in the country", () => {
    const engines = [engine("one", { available: false }), engine("two", { countries: ["CH"] })]

    expect(settled(draft({ engine: "one", plan: "huge" }), engines)).toMatchObject({
      ...{ engine: "two", plan: "small", country: "CH", currency: "CHF" },
    })
  })

  it("offers no country and no currency that the engine does not know", () => {
    const engines = [engine("one", { countries: ["FR", "GB"], currencies: ["USD"] })]

    expect(settled(draft({ country: "DE", currency: "EUR" }), engines)).toMatchObject({
      country: "FR",
      currency: "USD",
    })
  })

  it("chooses nothing where nothing is on offer", () => {
    expect(settled(EMPTY, [])).toMatchObject({ engine: "", plan: "" })
  })
})

describe("the request", () => {
  it("leaves out what nothing was said of, for the platform to fill in", () => {
    const wanted = settled(draft({ name: "  Tea & Cake ", sample_products: false }), [engine("one")])

    expect(requestOf(wanted, "tea-cake")).toEqual({
      ...{ name: "Tea & Cake", id: "tea-cake", engine: "one", plan: "small", country: "DE", currency: "EUR" },
      sample_products: false,
    })
  })

  it("does not say again what a backup says", () => {
    const said = draft({ name: "Copy", engine: "one", country: "US", currency: "USD", owner: "u-1" })

    expect(requestFromBackup(said, "", "op-1")).toEqual({ backup: "op-1", name: "Copy", owner: "u-1" })
  })
})

describe("a draft that is kept", () => {
  beforeEach(() => sessionStorage.clear())

  it("is read again, what another release wrote left out", () => {
    sessionStorage.setItem("key", JSON.stringify({ name: "Tea", sample_products: "yes", colour: "red", plan: 3 }))

    expect(readDraft("key")).toEqual({ ...EMPTY, name: "Tea" })
  })

  it.each(["{", "null", "[]", '"text"'])("is begun anew where %s is kept", (kept) => {
    sessionStorage.setItem("key", kept)

    expect(readDraft("key")).toEqual(EMPTY)
  })
})

describe("errors of fields", () => {
  const error = (field: string) =>
    new ApiError(422, { detail: "no", errors: [{ field, rule: "must be another" }] } as never)

  it("stand at the field until it says something else", () => {
    expect(errorsOf(error("id"), { id: "a" }, { id: "a" }).get("id")).toBe("must be another")
    expect(errorsOf(error("id"), { id: "a" }, { id: "b" }).size).toBe(0)
  })

  it("stand at the form's own field where the API has two names for it", () => {
    expect(errorsOf(error("email"), { admin_email: "x" }, { admin_email: "x" }).get("admin_email")).toBeDefined()
  })
})

describe("the address", () => {
  it("is asked about by the id that was typed, else by the name, on the cluster that was chosen", () => {
    expect(questionOf("tea", "Tea & Cake", "")).toEqual({ id: "tea" })
    expect(questionOf("", " Tea & Cake ", "far")).toEqual({ name: "Tea & Cake", cluster: "far" })
    expect(questionOf("", "  ", "far")).toEqual({})
  })
})

describe("what is said before", () => {
  it("is the median with the number of runs it is of, or that there was none", () => {
    expect(usually({ seconds: 38, of: 12 })).toBe("Usually 38 s: the median of 12 runs.")
    expect(usually({ seconds: 90, of: 1 })).toBe("The only run so far took 1 min 30 s.")
    expect(usually({ seconds: null, of: 0 })).toBe("No run yet to tell how long it takes.")
  })

  it("is the steps in the words of the platform", () => {
    const kinds = [{ name: "provision", steps: [{ name: "release", doing: "Installing {software}", done: "" }] }]

    expect(stepsToCome(kinds as never, "provision", "Shop 1.2")).toEqual(["Installing Shop 1.2"])
    expect(stepsToCome(kinds as never, "clone", "Shop 1.2")).toEqual([])
  })

  it("names the address once it is known to be free", () => {
    expect(leadOf("Tea", { is: "checking", id: "tea" }, "Shop")).not.toContain(" at ")
    expect(leadOf("Tea", { is: "free", id: "tea", url: "http://tea.test" }, "Shop")).toContain("at http://tea.test")
  })

  it("counts the stores of somebody with a limit", () => {
    expect(placesLine({ used: 2, limit: 3 })).toBe("2 of 3 stores")
    expect(nextPlace({ used: 2, limit: 3 })).toBe("You have 2 of 3 stores; this will be the third.")
    expect(nextPlace({ used: 20, limit: 30 })).toContain("store number 21")
    expect(nextPlace({ used: null, limit: null })).toBe("")
  })

  it("is why no store can be made, if none can", () => {
    const has = { available: true, message: "" }

    expect(refusalOf({ used: 1, limit: 3 }, has)).toBe("")
    expect(refusalOf({ used: 3, limit: 3 }, has)).toContain("You have 3 of 3 stores")
    expect(refusalOf({ used: 0, limit: 3 }, { available: false, message: "No image." })).toBe("No image.")
    expect(refusalOf({ used: null, limit: null }, undefined)).toContain("No engine")
  })
})

describe("what a plan gives", () => {
  it("reads the quantities of Kubernetes", () => {
    expect(["250m", "2", "1536Mi", "1G"].map(quantity)).toEqual([0.25, 2, 1536 * 2 ** 20, 1e9])
    expect(["", "much", "5Xi"].map(quantity)).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it("is said in words, and what this page has none for in the quota's own", () => {
    const quota = {
      ...{ "requests.cpu": "250m", "limits.cpu": "2", "limits.memory": "1536Mi", "requests.storage": "5Gi" },
      ...{ pods: "8", "count/secrets": "9" },
    }

    expect(quotaLines(quota).map(({ name, value }) => `${name}: ${value}`)).toEqual([
      ...["CPU: 0.25 kept, up to 2", "Memory: up to 1.5 GiB", "Disk: 5 GiB", "Pods: 8", "count/secrets: 9"],
    ])
  })

  it("says in how many pods a shop runs where that is more than one", () => {
    expect([undefined, 1, 2].map((pods) => podLines(pods).map(({ value }) => value))).toEqual([[], [], ["in 2 pods"]])
  })

  it("says up to how many pods a shop grows", () => {
    expect(podLines(1, 3)).toEqual([{ name: "Shop", value: "in 1 to 3 pods, with its load" }])
  })
})
