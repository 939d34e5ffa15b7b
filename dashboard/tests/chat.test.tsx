import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import { ChatAccounts } from "../src/views/chat/ChatAccounts"
import LinkChat from "../src/views/chat/LinkChat"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
  useUser: () => ({ id: "u1", role: "owner" }),
}))
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

const WHO = { provider: "slack", workspace: "tea-house", name: "olga", expires_at: "2026-01-01T12:10:00Z" }
const LINK = {
  id: "1212121212121212",
  provider: "mattermost",
  workspace: "chat.example",
  name: "olga",
  created_at: "2026-01-01T12:00:00Z",
}
const GONE = {
  title: "Not Found",
  status: 404,
  detail: "there is no such code, or not any more",
  reason: "NotFound",
  errors: [],
}

let links: object[]
let known: boolean
let sent: { method: string; path: string; body: unknown }[]

beforeEach(() => {
  links = [LINK]
  known = true
  sent = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === "GET") {
      const answers: Record<string, object> = {
        "/api/me": { user: { name: "Olga Shop" } },
        "/api/chat/links": { items: links, next_cursor: null },
      }
      return new Response(JSON.stringify(answers[pathname] ?? {}), { status: 200 })
    }
    const text = await request.text()
    sent.push({ method: request.method, path: pathname, body: text ? JSON.parse(text) : null })
    if (request.method === "DELETE") {
      links = []
      return new Response(null, { status: 204 })
    }
    if (!known) return new Response(JSON.stringify(GONE), { status: 404 })
    if (pathname.endsWith("/refuse")) return new Response(null, { status: 204 })
    const answer = pathname.endsWith("/codes") ? WHO : LINK
    return new Response(JSON.stringify(answer), { status: pathname.endsWith("/codes") ? 200 : 201 })
  })
})

function show(at: string) {
  render(
    <MantineProvider>
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={[at]}>
          <Routes>
            <Route path="/chat/link" element={<LinkChat />} />
            <Route path="/account" element={<ChatAccounts />} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

describe("a link of a chat", () => {
  it("names who asks, in which workspace, and links nobody before it is confirmed", async () => {
    show("/chat/link?code=sychat_1_2")

    expect(await screen.findByText("olga in Slack, tea-house")).toBeTruthy()
    expect(await screen.findByText(/as Olga Shop/)).toBeTruthy()
    expect(sent.map(({ path }) => path)).toEqual(["/api/chat/codes"])

    await userEvent.click(screen.getByRole("button", { name: "It is me: link it" }))

    expect(await screen.findByRole("status")).toBeTruthy()
    expect(sent.at(-1)).toEqual({ method: "POST", path: "/api/chat/links", body: { code: "sychat_1_2" } })
  })

  it("links nobody where it is refused", async () => {
    show("/chat/link?code=sychat_1_2")

    await userEvent.click(await screen.findByRole("button", { name: "It is not me" }))

    expect(await screen.findByText(/Nobody was linked/)).toBeTruthy()
    expect(sent.map(({ path }) => path)).toEqual(["/api/chat/codes", "/api/chat/codes/refuse"])
  })

  it("says so where it works no more, and where there is no code", async () => {
    known = false
    show("/chat/link?code=sychat_1_2")
    expect(await screen.findByText("This link does not work (any more)")).toBeTruthy()
    expect(screen.queryByRole("button", { name: "It is me: link it" })).toBeNull()
  })

  it("asks nothing without a code", async () => {
    show("/chat/link")
    expect(await screen.findByText(/There is no code in this address/)).toBeTruthy()
    expect(sent).toEqual([])
  })
})

describe("linked chat accounts", () => {
  it("are listed, and one is unlinked after a question", async () => {
    show("/account")

    await userEvent.click(await screen.findByRole("button", { name: "Unlink: olga" }))
    expect(sent).toEqual([])
    await userEvent.click(await screen.findByRole("button", { name: "Unlink" }))

    expect(await screen.findByText("No chat account is linked.")).toBeTruthy()
    expect(sent[0]).toEqual({ method: "DELETE", path: `/api/chat/links/${LINK.id}`, body: null })
  })
})
