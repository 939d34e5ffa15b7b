import { describe, expect, it, vi } from "vitest"
import { allPages } from "../src/api/all-pages"
import { ApiError } from "../src/api/problem"
import { readinessQuery } from "../src/api/readiness"
import { besides, ruleOf } from "../src/parts/fields"
import { newPassword } from "../src/parts/password"
import { upTo } from "../src/views/account/scopes"
import { type Ended, enginesOf, linesOf, nameOf } from "../src/views/metrics/figures"
import { endedQuery } from "../src/views/operations/queries"
import { verdictOf } from "../src/views/platform/checks"
import { differences } from "../src/views/users/differences"

const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } })
type Fetched = { queryFn?: unknown }
const run = (query: Fetched) =>
  (query.queryFn as (context: { signal: AbortSignal }) => Promise<unknown>)({ signal: new AbortController().signal })

describe("what the platform says of itself", () => {
  it("is an answer also where a part is not well", async () => {
    const checks = { cluster: { status: "failed", message: "No cluster can be reached." } }
    vi.stubGlobal("fetch", async () => answer(503, { status: 503, detail: "not well", checks }))

    expect(await run(readinessQuery)).toEqual({ ready: false, checks })
  })

  it("is no answer where a proxy says 502", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad Gateway</h1>", { status: 502 }))

    await expect(run(readinessQuery)).rejects.toMatchObject({ status: 502 })
  })

  it("is one sentence, the worst first", () => {
    const ok = { status: "ok", message: "" }
    const degraded = { status: "degraded", message: "Records were set aside." }

    expect(verdictOf({ ready: true, checks: { state: ok } }).color).toBe("teal")
    expect(verdictOf({ ready: true, checks: { state: ok, records: degraded } })).toMatchObject({
      color: "yellow",
      text: "With a message: Records.",
    })
    const failed = {
      records: degraded,
      state: { status: "failed", message: "" },
      new_part: { status: "failed", message: "" },
    }
    expect(verdictOf({ ready: false, checks: failed }).text).toContain("Not well: State, new part.")
  })
})

describe("operations in numbers", () => {
  const ended = (kind: string, engine: string, succeeded: number): Ended => ({
    kind,
    engine,
    succeeded,
    failed: 0,
    timed_out: 0,
    canceled: 0,
    p50_seconds: null,
    p95_seconds: null,
  })
  const all = [ended("upgrade", "b", 1), ended("provision", "a", 7), ended("verify", "a", 0), ended("backup", "b", 1)]

  it("have the most frequent first, and none that never ended", () => {
    expect(linesOf(all, "").map(nameOf)).toEqual(["Make the store, a", "Backup, b", "Upgrade, b"])
  })

  it("can be of one engine", () => {
    expect(linesOf(all, "b").map(nameOf)).toEqual(["Backup, b", "Upgrade, b"])
    expect(enginesOf(all)).toEqual(["a", "b"])
  })
})

describe("what ended lately", () => {
  const line = (id: string, kind: string) => ({ id, operation_id: id, outcome: "succeeded", detail: { kind } })

  it("is looked for on further pages, until enough of it fits", async () => {
    const pages = [
      { items: [line("1", "backup"), line("2", "verify")], next_cursor: "more" },
      { items: [], next_cursor: "still" },
      { items: [line("3", "verify"), line("4", "verify")], next_cursor: "even" },
    ]
    const asked: string[] = []
    vi.stubGlobal("fetch", async (request: Request) => {
      asked.push(new URL(request.url).searchParams.get("cursor") ?? "")
      return answer(200, pages[asked.length - 1])
    })

    const found = await run(endedQuery({ store: "", kind: "verify", outcome: "" }, 2, false))

    expect(found).toEqual({ lines: [line("2", "verify"), line("3", "verify")], more: true })
    expect(asked).toEqual(["", "more", "still"])
  })

  it("does not look for ever for what there is none of", async () => {
    const fetch = vi.fn(async () => answer(200, { items: [], next_cursor: "more" }))
    vi.stubGlobal("fetch", fetch)

    expect(await run(endedQuery({ store: "", kind: "clone", outcome: "" }, 25, false))).toEqual({
      lines: [],
      more: true,
    })
    expect(fetch.mock.calls.length).toBe(5)
  })
})

it("a list is read page by page to its end", async () => {
  const pages: Record<string, { items: number[]; next_cursor: string | null }> = {
    first: { items: [1, 2], next_cursor: "second" },
    second: { items: [], next_cursor: "third" },
    third: { items: [3], next_cursor: null },
  }

  expect(await allPages(async (cursor) => pages[cursor ?? "first"] ?? { items: [], next_cursor: null })).toEqual([
    1, 2, 3,
  ])
})

it("a password is long, and never the same", () => {
  const made = new Set(Array.from({ length: 200 }, newPassword))

  expect(made.size).toBe(200)
  for (const password of made) expect(password).toMatch(/^[a-zA-Z2-9]{20}$/)
})

it("no token is above its maker", () => {
  expect(upTo("read")).toEqual(["read"])
  expect(upTo("operate")).toEqual(["read", "operate"])
  expect(upTo("admin")).toEqual(["read", "operate", "admin"])
})

it("of a change only what is different is sent, and a limit can be taken away", () => {
  const before = { name: "Ada", role: "owner", store_limit: 3 as number | null }

  expect(differences(before, { ...before })).toEqual({})
  expect(differences(before, { ...before, store_limit: null })).toEqual({ store_limit: null })
})

it("an error of fields is shown at those fields, and as a whole where one has no place", () => {
  const error = new ApiError(422, { detail: "no", errors: [{ field: "name", rule: "is too long" }] } as never)

  expect(ruleOf(error, "name")).toBe("is too long")
  expect(ruleOf(error, "email")).toBeNull()
  expect(besides(error, "name")).toBeNull()
  expect(besides(error, "email")).toBe(error)
})
