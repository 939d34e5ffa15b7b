import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import { Refusable } from "../src/parts/Refusable"
import Store from "../src/views/store/Store"
// The tab is loaded when it is shown: here before the clock of a test begins.
import "../src/views/store/tabs/Overview"

const STORE = {
  id: "tea",
  name: "Tea",
  status: "ready",
  reason: "",
  message: "",
  url: "https://tea.example",
  admin_url: "https://tea.example/admin",
  admin_email: "a@tea.example",
  engine: "an-engine",
  plan: "small",
  cluster: "local",
  country: "DE",
  currency: "EUR",
  color: "teal",
  owner: "u1",
  is_copy: false,
  operation_id: null,
  allowed_operations: ["verify"],
  refused_operations: { upgrade: "there is nothing newer" },
  deployed: null,
  verified_at: null,
  restored_ok_at: null,
  restore_seconds: null,
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
}
const DELETED = {
  id: "OP9",
  store_id: "tea",
  kind: "delete",
  status: "succeeded",
  message: "The store is gone; nothing of it is left.",
  created_at: "2026-01-02T00:00:00Z",
  started_at: "2026-01-02T00:00:00Z",
  finished_at: "2026-01-02T00:00:04Z",
}

// Roles are looked for in the whole page, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

let answers: Record<string, unknown>
let asked: string[]
let said: unknown[]

beforeEach(() => {
  answers = { "/api/stores/tea": STORE, "/api/stores/tea/operations": { items: [], next_cursor: null } }
  asked = []
  said = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    asked.push(`${request.method} ${pathname}`)
    if (request.method === "POST") said.push(await request.clone().json())
    const found = answers[pathname]
    const body = found ?? { detail: "There is no such thing, or it is not yours.", reason: "NotFound" }
    return new Response(JSON.stringify(body), { status: found ? 200 : 404 })
  })
})

function show() {
  const client = makeQueryClient()
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={["/stores/tea"]}>
          <Routes>
            <Route path="/stores/:store/:tab?" element={<Store />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return client
}

it("says no more of a store that cannot be seen than that", async () => {
  answers = {}
  show()

  expect(await screen.findByRole("heading", { name: "There is no such store, or it is not yours" })).toBeTruthy()
  expect(screen.queryByRole("link", { name: "Its activity" })).toBeNull()
})

it("says of a store that is deleted meanwhile that it is, and where its activity is", async () => {
  const client = show()
  await screen.findByRole("heading", { name: /Tea/, level: 1 })

  answers = { "/api/stores/tea/operations": { items: [DELETED], next_cursor: null } }
  await client.invalidateQueries({ queryKey: ["store", "tea"] })

  expect(await screen.findByRole("heading", { name: "The store tea is deleted" })).toBeTruthy()
  expect(screen.getByRole("link", { name: "Its activity" }).getAttribute("href")).toBe("/activity?store=tea")
})

it("asks for credentials when somebody wants them, hides them, and keeps nothing of them afterwards", async () => {
  answers["/api/stores/tea/credentials"] = {
    admin_url: STORE.admin_url,
    admin_email: STORE.admin_email,
    admin_password: "swordfish",
    keys: {},
    message: "",
  }
  const credentials = () => asked.filter((path) => path.endsWith("/credentials")).length
  const client = show()
  const user = userEvent.setup()
  const button = await screen.findByRole("button", { name: "Show the credentials" })
  expect(credentials()).toBe(0)

  await user.click(button)
  const reveal = await screen.findByRole("button", { name: "Show: Password" })
  expect(document.body.textContent).not.toContain("swordfish")
  await user.click(reveal)
  expect(document.body.textContent).toContain("swordfish")
  // What looks at the store again does not look at these: each look is an activity.
  await client.invalidateQueries({ queryKey: ["store", "tea"] })
  expect(credentials()).toBe(1)

  await user.click(screen.getByRole("button", { name: "Hide the credentials" }))
  await waitFor(() => expect(client.getQueryCache().find({ queryKey: ["credentials", "tea"] })).toBeUndefined())
  expect(document.body.textContent).not.toContain("swordfish")
})

it("offers what is allowed, and says of the rest why it is not", async () => {
  show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole("button", { name: "Actions" }))

  const refused = await screen.findByRole("menuitem", { name: /Upgrade … There is nothing newer\./ })
  expect(refused.getAttribute("aria-disabled")).toBe("true")
  const before = asked.length
  await user.click(refused)
  expect(asked.slice(before).filter((path) => path.startsWith("POST"))).toEqual([])

  await user.click(screen.getByRole("menuitem", { name: /Place a test order/ }))
  await waitFor(() => expect(asked).toContain("POST /api/stores/tea/operations"))
})

it("says that a shop is in safe mode, and ends that after a question", async () => {
  answers["/api/stores/tea"] = { ...STORE, safe_mode: true, allowed_operations: ["safe_mode"] }
  answers["/api/kinds"] = { items: [] }
  answers["/api/stores/tea/expected"] = { expected: {} }
  show()
  const user = userEvent.setup()
  expect((await screen.findByRole("alert", { name: "Safe mode" })).textContent).toContain(
    "without the plugins and the theme that its owner installed",
  )

  await user.click(screen.getByRole("button", { name: "End safe mode …" }))
  const dialog = await screen.findByRole("dialog", { name: "End safe mode of Tea" })
  expect(dialog.textContent).toContain("If it does not sell with them, it goes back to safe mode.")
  await user.click(screen.getByRole("button", { name: "End safe mode" }))

  await waitFor(() => expect(said).toEqual([{ kind: "safe_mode", parameters: { on: false } }]))
})

it("changes passwords after a question, of the one that is left chosen", async () => {
  answers["/api/stores/tea"] = { ...STORE, allowed_operations: ["rotate"] }
  answers["/api/kinds"] = { items: [] }
  answers["/api/stores/tea/expected"] = { expected: {} }
  show()
  const user = userEvent.setup()
  await user.click(await screen.findByRole("button", { name: "Actions" }))
  await user.click(await screen.findByRole("menuitem", { name: /Change its passwords/ }))
  const dialog = await screen.findByRole("dialog", { name: "Change passwords of Tea" })
  expect(dialog.textContent).toContain("the old ones are refused afterwards")

  const [database, admin] = screen.getAllByRole("checkbox")
  await user.click(database as HTMLElement)
  await user.click(admin as HTMLElement) // the last one stays
  await user.click(screen.getByRole("button", { name: "Change passwords" }))

  await waitFor(() => expect(said).toEqual([{ kind: "rotate", parameters: { which: ["admin"] } }]))
})

it("keeps a refused button where the keyboard gets to it, with the reason, and without effect", async () => {
  const pressed = vi.fn()
  render(
    <MantineProvider env="test">
      <Refusable refused="a backup is under way" onClick={pressed}>
        Restore
      </Refusable>
    </MantineProvider>,
  )
  const user = userEvent.setup()
  await user.tab()

  const button = screen.getByRole("button", { name: "Restore", description: "A backup is under way." })
  expect(document.activeElement).toBe(button)
  await user.keyboard("{Enter}")
  expect(pressed).not.toHaveBeenCalled()
})
