import { describe, expect, it } from "vitest"
import type { Operation, Store } from "../src/api/queries"
import { initials } from "../src/parts/EnginePicture"
import { heightOf, noteOf } from "../src/views/stores/rows"
import { target } from "../src/views/stores/use-arrows"

const store = (more: Partial<Store>) =>
  ({ id: "a", status: "ready", operation_id: null, message: "", ...more }) as Store
const underWay = (kind: string, status: string) => ({ kind, status }) as Operation

describe("a line of the list", () => {
  it("says what is under way, also where the store stays ready", () => {
    const busy = store({ operation_id: "op" })

    expect(noteOf(busy, underWay("backup", "running"))).toEqual({ text: "Backup: running", wrong: false })
    expect(noteOf(busy, undefined)).toBeNull()
  })

  it("says what is wrong with a store that failed, unless it is being mended", () => {
    const failed = store({ status: "failed", message: "The image is nowhere.", reason: "ImagePullFailed" })

    expect(noteOf(failed, undefined)).toEqual({ text: "The image is nowhere.", wrong: true })
    expect(noteOf({ ...failed, message: "" }, undefined)?.text).toBe("ImagePullFailed")
    expect(noteOf({ ...failed, operation_id: "op" }, underWay("provision", "queued"))?.wrong).toBe(false)
  })

  it("says that it is in safe mode, if nothing more pressing is to be said", () => {
    const safe = store({ safe_mode: true })

    expect(noteOf(safe, undefined)).toEqual({ text: "Its owner's plugins and theme are off", wrong: false })
    expect(noteOf({ ...safe, status: "failed", message: "Down." }, undefined)?.text).toBe("Down.")
    expect(noteOf({ ...safe, operation_id: "op" }, underWay("safe_mode", "running"))?.text).toBe("Safe mode: running")
  })

  it("is higher where it says more", () => {
    const note = { text: "x", wrong: true }

    for (const narrow of [true, false]) expect(heightOf(note, narrow)).toBeGreaterThan(heightOf(null, narrow))
  })
})

describe("arrow keys in the list", () => {
  it("go from line to line, to the ends, and up to the search", () => {
    const ways = [target("ArrowDown", 0, 3), target("ArrowUp", 2, 3), target("Home", 2, 3), target("End", 0, 3)]

    expect(ways).toEqual([1, 1, 0, 2])
    expect(target("ArrowDown", 2, 3)).toBe(2)
    expect(target("ArrowUp", 0, 3)).toBe(-1)
    expect(target("Enter", 0, 3)).toBeNull()
  })
})

describe("the letters on an engine's sign", () => {
  it.each([
    ["Shop", "S"],
    ["ShopMaker", "SM"],
    ["shop of 7", "SO"],
    ["магазин", "М"],
    ["", ""],
  ])("of %s are %s", (title, letters) => {
    expect(initials(title)).toBe(letters)
  })
})
