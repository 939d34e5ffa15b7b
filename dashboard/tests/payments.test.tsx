import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import type { StoreDetail } from "../src/api/queries"
import { Payments } from "../src/views/store/settings/Payments"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
  useUser: () => ({ id: "u1", role: "owner" }),
}))
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const STORE = {
  id: "tea",
  engine: "acme",
  allowed_operations: ["payments"],
  refused_operations: {},
} as unknown as StoreDetail
const NONE = {
  provider: null,
  mode: null,
  publishable_key: null,
  has_secret: false,
  has_webhook_secret: false,
  webhook_url: "https://tea.example.com/hooks",
  extension: null,
}
const OWN = {
  ...NONE,
  provider: "stripe",
  mode: "test",
  publishable_key: "pk_test_1",
  has_secret: true,
  has_webhook_secret: true,
}

let payments: object
let settings: string[]
let refused: object | null
let sent: { method: string; path: string; body: unknown }[]

beforeEach(() => {
  payments = NONE
  settings = ["payments"]
  refused = null
  sent = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === "GET") {
      const answers: Record<string, object> = {
        "/api/engines": {
          items: [
            { name: "acme", title: "Acme", settings },
            { name: "other", title: "Other", settings: [] },
          ],
        },
        "/api/stores/tea/payments": payments,
      }
      return new Response(JSON.stringify(answers[pathname] ?? {}), { status: 200 })
    }
    const text = await request.text()
    sent.push({ method: request.method, path: pathname, body: text ? JSON.parse(text) : null })
    if (refused) return new Response(JSON.stringify(refused), { status: 422 })
    const done = pathname.endsWith("/check") ? { works: true } : { operation: { id: "op1", store_id: "tea" } }
    return new Response(JSON.stringify(done), { status: 202 })
  })
})

function open(store: StoreDetail = STORE) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={["/stores/tea/settings"]}>
          <Routes>
            <Route path="/stores/tea/settings" element={<Payments store={store} />} />
            <Route path="/operations/:id" element={<p>the operation</p>} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return userEvent.setup()
}

describe("the payments of a shop", () => {
  it("are given keys, and the operation is shown", async () => {
    const user = open()
    await screen.findByText(/pay on delivery alone/)
    await screen.findByText("https://tea.example.com/hooks")
    expect(screen.queryByRole("button", { name: "Try the key" })).toBeNull()
    await user.type(screen.getByLabelText("Publishable key"), " pk_test_1 ")
    await user.type(screen.getByLabelText("Secret key"), "rk_test_1")
    await user.type(screen.getByLabelText("Signing secret of the endpoint"), "whsec_1")
    await user.click(screen.getByRole("button", { name: "Take payments by card" }))
    await screen.findByText("the operation")
    const body = {
      provider: "stripe",
      publishable_key: "pk_test_1",
      secret_key: "rk_test_1",
      webhook_secret: "whsec_1",
    }
    expect(sent).toEqual([{ method: "PUT", path: "/api/stores/tea/payments", body }])
  })

  it("say the rule that a field breaks at the field", async () => {
    refused = { status: 422, detail: "no", errors: [{ field: "secret_key", rule: "must be of test mode" }] }
    const user = open()
    await user.type(await screen.findByLabelText("Publishable key"), "pk_test_1")
    await user.click(screen.getByRole("button", { name: "Take payments by card" }))
    await screen.findByText(/must be of test mode/i)
  })

  it("keep secrets that are not typed anew, try the key, and are stopped", async () => {
    payments = OWN
    const user = open()
    await screen.findByText(/in test mode, where no money moves, into the account of pk_test_1/)
    await user.click(screen.getByRole("button", { name: "Try the key" }))
    await screen.findByText("Stripe knows it.")
    expect(screen.getByLabelText("Secret key")).toHaveProperty("value", "")
    await user.click(screen.getByRole("button", { name: "Take none any more" }))
    await screen.findByText("the operation")
    expect(sent).toEqual([
      { method: "POST", path: "/api/stores/tea/payments/check", body: null },
      { method: "DELETE", path: "/api/stores/tea/payments", body: null },
    ])
  })

  it("say which plugin has to be there first", async () => {
    payments = { ...NONE, extension: "stripe-gateway" }
    open()
    await screen.findByText(/activate the plugin stripe-gateway/)
  })

  it("of a copy, or of an engine that takes none, are not offered", async () => {
    open()
    open({ ...STORE, is_copy: true })
    open({ ...STORE, engine: "other" })
    await screen.findByText(/pay on delivery alone/)
    expect(screen.getAllByText("Payments")).toHaveLength(1)
  })
})
