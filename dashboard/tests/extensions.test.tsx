import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import type { StoreDetail } from "../src/api/queries"
import AllExtensions from "../src/views/extensions/Extensions"
import { activeName, countName, originName, ownersFirst } from "../src/views/extensions/words"
import OfStore from "../src/views/store/tabs/Extensions"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
  useUser: () => ({ id: "u1", role: "owner" }),
}))
// Roles are looked for in the whole page, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const extension = (slug: string, more: object = {}) => ({
  store: "tea",
  kind: "plugin" as const,
  slug,
  name: slug.toUpperCase(),
  version: "1.0",
  active: true,
  update: null,
  origin: "owner" as const,
  ...more,
})
const IMAGE = extension("shop-core", { origin: "image" })
const BOOKING = extension("booking", { update: "1.1" })
const STORE = {
  id: "tea",
  owner: "u1",
  engine: "acme",
  admin_url: "https://tea.example/admin",
  operation_id: null,
  file_mods: "open",
  safe_mode: false,
  allowed_operations: ["update_extensions"],
  refused_operations: {},
} as unknown as StoreDetail
const ENGINES = { items: [{ name: "acme", title: "Acme", settings: ["file_mods"] }] }

type Answer = { status?: number; body: object }
let answers: Record<string, Answer>
let asked: string[]

beforeEach(() => {
  answers = { "/api/engines": { body: ENGINES } }
  asked = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    asked.push(pathname + search)
    const { status = 200, body } = answers[pathname + search] ?? answers[pathname] ?? { status: 404, body: {} }
    return new Response(JSON.stringify(body), { status })
  })
})

function show(element: React.ReactNode) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={["/here"]}>
          <Routes>
            <Route path="/here" element={element} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

const refused = (reason: string, detail: string) => ({ status: 409, body: { status: 409, reason, detail } })

describe("extensions in words", () => {
  it("say who brought them, and to whom they belong", () => {
    expect([originName(IMAGE, true), originName(BOOKING, true), originName(BOOKING, false)]).toEqual([
      "with the platform",
      "yours",
      "the owner's",
    ])
  })

  it("say of what safe mode leaves out that it runs afterwards", () => {
    expect([activeName(BOOKING, false), activeName(BOOKING, true), activeName(IMAGE, true)]).toEqual([
      "active",
      "active after safe mode",
      "active",
    ])
    expect(activeName({ ...BOOKING, active: false }, true)).toBe("not active")
  })

  it("have the owner's first, and count what can be updated", () => {
    expect(ownersFirst([IMAGE, BOOKING])).toEqual([BOOKING, IMAGE])
    expect(countName([IMAGE])).toBe("1 in all, no update is offered")
    expect(countName([IMAGE, BOOKING])).toBe("2 in all, 1 update is offered")
    expect(countName([BOOKING, BOOKING])).toBe("2 in all, 2 updates are offered")
  })
})

describe("a store's plugins", () => {
  const path = "/api/stores/tea/extensions"

  it("are a table with the update that is offered, and where they are changed", async () => {
    answers[path] = { body: { items: [IMAGE, BOOKING] } }
    show(<OfStore store={STORE} />)

    const [, booking, image] = within(await screen.findByRole("table")).getAllByRole("row")
    expect(booking?.textContent).toBe("BOOKINGbookingplugin1.01.1 is offeredactiveyours")
    expect(image?.textContent).toContain("with the platform")
    expect((await screen.findByRole("link", { name: "shop's admin" })).getAttribute("href")).toBe(STORE.admin_url)
  })

  it("are brought to the versions on offer, all at once", async () => {
    answers[path] = { body: { items: [IMAGE, BOOKING] } }
    answers["/api/stores/tea/operations"] = {
      status: 202,
      body: { store: STORE, operation: { id: "op1", store_id: "tea" } },
    }
    show(<OfStore store={{ ...STORE, allowed_operations: ["update_extensions"] } as StoreDetail} />)

    await userEvent.click(await screen.findByRole("button", { name: "Update one" }))

    await vi.waitFor(() => expect(asked).toContain("/api/stores/tea/operations"))
  })

  it("say why they cannot be updated now", async () => {
    answers[path] = { body: { items: [BOOKING] } }
    const refused_operations = { update_extensions: "update extensions is not allowed: tea is a copy" }
    show(<OfStore store={{ ...STORE, allowed_operations: [], refused_operations } as unknown as StoreDetail} />)

    await screen.findByText("Update extensions is not allowed: tea is a copy.")
  })

  it("of the platform's image have nothing to update here", async () => {
    answers[path] = { body: { items: [{ ...IMAGE, update: "9.9" }] } }
    show(<OfStore store={STORE} />)

    await screen.findByRole("table")
    expect(screen.queryByRole("button", { name: /Update/ })).toBeNull()
  })

  it("are said to be locked where they are", async () => {
    answers[path] = { body: { items: [BOOKING] } }
    show(<OfStore store={{ ...STORE, file_mods: "locked" }} />)

    expect((await screen.findByRole("link", { name: "settings" })).getAttribute("href")).toBe("/stores/tea/settings")
  })

  it.each([
    ["nothing is there", { body: { items: [] } }, "This shop has nothing beside its engine's own code"],
    ["the shop is too old", refused("UpgradeNeeded", "too old"), "Upgrade the store to see them"],
    ["there is no shop", refused("StoreNotReady", "being made"), "Nothing to see now"],
  ])("say so where %s", async (_, answer, heading) => {
    answers[path] = answer
    show(<OfStore store={STORE} />)

    expect(await screen.findByRole("heading", { name: heading })).toBeTruthy()
    expect(screen.queryByRole("alert")).toBeNull()
  })

  it("are a failure where the shop does not answer", async () => {
    answers[path] = { status: 503, body: { status: 503, reason: "ShopUnavailable", detail: "no answer" } }
    show(<OfStore store={STORE} />)

    expect((await screen.findByRole("alert")).textContent).toContain("The shop does not answer")
  })
})

describe("the extensions of all stores", () => {
  it("are searched when that is asked for, and looked for in more stores", async () => {
    const missing = [{ store: "old", reason: "UpgradeNeeded" }]
    answers["/api/extensions"] = { body: { items: [], missing: [], next_cursor: null } }
    answers["/api/extensions?slug=booking&below=2"] = { body: { items: [BOOKING], missing, next_cursor: "c" } }
    const more = { items: [{ ...BOOKING, store: "mugs" }], missing: [], next_cursor: null }
    answers["/api/extensions?slug=booking&below=2&cursor=c"] = { body: more }
    show(<AllExtensions />)
    const user = userEvent.setup()
    await screen.findByRole("heading", { name: "No plugins and themes yet" })
    await user.type(screen.getByRole("textbox", { name: "Plugin or theme" }), "booking")
    await user.type(screen.getByRole("textbox", { name: "Older than version" }), " 2 ")
    expect(asked).toHaveLength(1)

    await user.click(screen.getByRole("button", { name: "Search" }))
    expect(await screen.findByText(/Has to be upgraded first/)).toBeTruthy()
    expect(screen.getByText(/1 found, and more stores to look at/)).toBeTruthy()
    await user.click(screen.getByRole("button", { name: "Look at more stores" }))

    expect((await screen.findByRole("link", { name: "mugs" })).getAttribute("href")).toBe("/stores/mugs/extensions")
    expect(screen.queryByRole("button", { name: "Look at more stores" })).toBeNull()
  })

  it("say at the field which version cannot be one", async () => {
    const errors = [{ field: "below", rule: "must be a version" }]
    answers["/api/extensions"] = { status: 422, body: { status: 422, detail: "no", errors } }
    show(<AllExtensions />)

    const field = await screen.findByRole("textbox", { name: "Older than version", description: /must be a version/ })
    expect(field.getAttribute("aria-invalid")).toBe("true")
    expect(screen.queryByRole("alert")).toBeNull()
  })
})
