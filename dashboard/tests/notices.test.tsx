import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import Notices from "../src/views/notices/Notices"
import Target from "../src/views/notices/Target"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
  useUser: () => ({ id: "u1", role: "owner", email: "olga@example.com" }),
}))
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const TEAM = {
  id: "nt-1",
  kind: "slack",
  address: "https://hooks.slack.com/…XXXX",
  description: "",
  events: ["backup.failed"],
  enabled: true,
  confirmed: true,
  disabled_reason: null,
  disabled_at: null,
  platform: false,
  owner: "u1",
  failing_since: null,
  problem: "",
  created_at: "2026-01-31T12:00:00Z",
}
const MAILBOX = { ...TEAM, kind: "email", address: "team@example.com", confirmed: false }
const TOLD = {
  id: "N1",
  event: "backup.failed",
  title: "A backup of Tea (tea) failed.",
  store_id: "tea",
  operation_id: "OP1",
  status: "sent",
  said: "",
  repeats: 2,
  at: "2026-01-31T12:00:00Z",
  settled_at: null,
}

let target: typeof TEAM
let refused: object | null
let sent: { method: string; path: string; body: unknown }[]

beforeEach(() => {
  target = TEAM
  refused = null
  sent = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === "GET") {
      const answers: Record<string, object> = {
        "/api/notice-targets": { items: [target], next_cursor: null },
        "/api/notice-targets/nt-1": target,
        "/api/notice-targets/nt-1/notices": { items: [TOLD], next_cursor: null },
      }
      return new Response(JSON.stringify(answers[pathname] ?? {}), { status: 200 })
    }
    const text = await request.text()
    sent.push({ method: request.method, path: pathname, body: text ? JSON.parse(text) : null })
    if (refused) return new Response(JSON.stringify(refused), { status: 422 })
    return new Response(JSON.stringify(target), { status: request.method === "POST" ? 201 : 200 })
  })
})

function show(path: string) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={[path]}>
          <Routes>
            <Route path="/notices" element={<Notices />} />
            <Route path="/notices/:target" element={<Target />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return userEvent.setup()
}

it("lists where people are told, and adds a channel with what it is told of", async () => {
  const user = show("/notices")
  expect(await screen.findByRole("link", { name: /Slack: https:\/\/hooks\.slack\.com/ })).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "Add a target" }))
  await user.selectOptions(await screen.findByLabelText("Where"), "discord")
  await user.type(screen.getByLabelText(/incoming webhook/), "https://discord.com/api/webhooks/1/x")
  await user.click(screen.getByLabelText("A store is ready"))
  await user.click(screen.getByRole("button", { name: "Add the target" }))

  expect(await screen.findByText("A backup of Tea (tea) failed.")).toBeTruthy()
  expect(sent).toEqual([
    {
      method: "POST",
      path: "/api/notice-targets",
      body: {
        kind: "discord",
        address: "https://discord.com/api/webhooks/1/x",
        description: "",
        events: ["operation.failed", "store.needs_attention", "backup.failed"],
        enabled: true,
        platform: false,
      },
    },
  ])
})

it("says the rule that an address breaks, below it", async () => {
  refused = { detail: "x", errors: [{ field: "address", rule: "must begin with https://" }] }
  const user = show("/notices")
  await user.click(await screen.findByRole("button", { name: "Add a target" }))
  await user.type(await screen.findByLabelText(/incoming webhook/), "http://x.example")
  await user.click(screen.getByRole("button", { name: "Add the target" }))

  expect(await screen.findByText(/must begin with https/)).toBeTruthy()
})

it("shows what a target was told, and sends a test", async () => {
  const user = show("/notices/nt-1")
  expect(await screen.findByText("It happened 2 more times within the hour.")).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "Send a test" }))

  await vi.waitFor(() => expect(sent).toEqual([{ method: "POST", path: "/api/notice-targets/nt-1/test", body: null }]))
})

it("takes the code of a mailbox, and tests none that is not confirmed", async () => {
  target = MAILBOX
  const user = show("/notices/nt-1")
  await user.type(await screen.findByLabelText(/^Code/), "04718233")
  expect(screen.getByRole("button", { name: "Send a test" }).getAttribute("aria-disabled")).toBe("true")
  await user.click(screen.getByRole("button", { name: "Confirm it" }))

  await vi.waitFor(() =>
    expect(sent).toEqual([{ method: "POST", path: "/api/notice-targets/nt-1/confirm", body: { code: "04718233" } }]),
  )
})

it("says why a target was switched off, and enables it", async () => {
  target = { ...TEAM, enabled: false, disabled_reason: "FailingTooLong" as never, problem: "It answered HTTP 502." }
  const user = show("/notices/nt-1")
  expect(await screen.findByText(/It took nothing for a day. It answered HTTP 502./)).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "Enable it" }))

  await vi.waitFor(() =>
    expect(sent).toEqual([{ method: "PATCH", path: "/api/notice-targets/nt-1", body: { enabled: true } }]),
  )
})
