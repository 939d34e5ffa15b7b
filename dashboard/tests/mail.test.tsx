import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import type { StoreDetail } from "../src/api/queries"
import { Mail } from "../src/views/store/settings/Mail"

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
  allowed_operations: ["mail"],
  refused_operations: {},
} as unknown as StoreDetail
const PLATFORMS = {
  source: "platform",
  host: "relay.example",
  port: 587,
  security: "starttls",
  user: null,
  from: "shops@example.com",
  reply_to: null,
  has_password: true,
}
const OWN = { ...PLATFORMS, source: "store", host: "smtp.example", user: "shop", from: "tea@example.com" }

let mail: object
let settings: string[]
let refused: object | null
let sent: { method: string; path: string; body: unknown }[]

beforeEach(() => {
  mail = PLATFORMS
  settings = ["mail"]
  refused = null
  sent = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === "GET") {
      const answers: Record<string, object> = {
        "/api/engines": { items: [{ name: "acme", title: "Acme", settings }] },
        "/api/stores/tea/mail": mail,
        "/api/me": { user: { email: "ada@example.com" } },
      }
      return new Response(JSON.stringify(answers[pathname] ?? {}), { status: 200 })
    }
    const text = await request.text()
    sent.push({ method: request.method, path: pathname, body: text ? JSON.parse(text) : null })
    if (refused) return new Response(JSON.stringify(refused), { status: 422 })
    const done = pathname.endsWith("/test") ? { sent: true } : { operation: { id: "op1", store_id: "tea" } }
    return new Response(JSON.stringify(done), { status: 202 })
  })
})

function open() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={["/stores/tea/settings"]}>
          <Routes>
            <Route path="/stores/tea/settings" element={<Mail store={STORE} />} />
            <Route path="/operations/:id" element={<p>the operation</p>} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return userEvent.setup()
}

describe("the mail of a shop", () => {
  it("is said with whose relay it is, and a test mail goes to oneself unless said otherwise", async () => {
    const user = open()
    await screen.findByText(/goes out through the platform's relay, relay.example at port 587/)
    await vi.waitFor(() =>
      expect(screen.getByLabelText("Send a test mail to")).toHaveProperty("value", "ada@example.com"),
    )
    await user.click(screen.getByRole("button", { name: "Send it" }))
    await screen.findByText(/The relay took it/)
    expect(sent).toEqual([{ method: "POST", path: "/api/stores/tea/mail/test", body: { to: "ada@example.com" } }])
  })

  it("goes through a relay of its own once that is given, and the operation is shown", async () => {
    const user = open()
    await user.click(await screen.findByRole("radio", { name: "One of the shop's own" }))
    await user.type(screen.getByLabelText("Host"), " smtp.example ")
    await user.selectOptions(screen.getByLabelText("Port"), "465")
    await user.selectOptions(screen.getByLabelText("Security"), "tls")
    await user.type(screen.getByLabelText("User"), "shop")
    await user.type(screen.getByLabelText("Password"), " as it is ")
    await user.type(screen.getByLabelText("From"), "tea@example.com")
    await user.click(screen.getByRole("button", { name: "Use this relay" }))
    await screen.findByText("the operation")
    const body = {
      host: "smtp.example",
      port: 465,
      security: "tls",
      user: "shop",
      password: " as it is ",
      from: "tea@example.com",
      reply_to: null,
    }
    expect(sent).toEqual([{ method: "PUT", path: "/api/stores/tea/mail", body }])
  })

  it("says the rule that a field breaks at the field, and keeps what was typed", async () => {
    refused = { status: 422, detail: "no", errors: [{ field: "host", rule: "must be a public address" }] }
    const user = open()
    await user.click(await screen.findByRole("radio", { name: "One of the shop's own" }))
    await user.type(screen.getByLabelText("Host"), "10.0.0.1")
    await user.click(screen.getByRole("button", { name: "Use this relay" }))
    await screen.findByText(/must be a public address/i)
    expect(screen.getByLabelText("Host")).toHaveProperty("value", "10.0.0.1")
  })

  it("goes back to the platform's relay", async () => {
    mail = OWN
    const user = open()
    await screen.findByText(/through a relay of its own, smtp.example/)
    expect(screen.getByLabelText("User")).toHaveProperty("value", "shop")
    expect(screen.getByLabelText("Password")).toHaveProperty("value", "")
    await user.click(screen.getByRole("radio", { name: "The platform's, if it has one" }))
    await user.click(screen.getByRole("button", { name: "Use the platform's relay" }))
    await screen.findByText("the operation")
    expect(sent).toEqual([{ method: "DELETE", path: "/api/stores/tea/mail", body: null }])
  })

  it("of a shop without a relay has nothing to test", async () => {
    mail = { ...PLATFORMS, source: "none", host: null, port: null, from: null, has_password: false }
    open()
    await screen.findByText(/The shop sends no mail/)
    expect(screen.queryByLabelText("Send a test mail to")).toBeNull()
    await screen.findByText("The shop uses the platform's relay already.")
  })
})
