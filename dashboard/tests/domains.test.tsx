import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen, within } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, Route, Routes } from "react-router"
import { beforeEach, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import type { StoreDetail } from "../src/api/queries"
import { Domains } from "../src/views/store/settings/Domains"

const STORE = {
  id: "tea",
  url: "https://one.example",
  allowed_operations: ["domains"],
  refused_operations: {},
} as unknown as StoreDetail
const record = (type: string, name: string, value: string) => ({ type, name, value })
const ONE = {
  name: "one.example",
  status: "verified",
  served: true,
  primary: true,
  proof: record("TXT", "_storeyard.one.example", "storeyard-1"),
  leads_here: [],
  created_at: "2026-01-01T00:00:00Z",
  verified_at: "2026-01-01T00:00:00Z",
}
const TWO = {
  ...ONE,
  name: "two.example",
  status: "pending",
  served: false,
  primary: false,
  proof: record("TXT", "_storeyard.two.example", "storeyard-2"),
  leads_here: [record("CNAME", "two.example", "tea.shops.example"), record("A", "two.example", "192.0.2.1")],
}
const DOMAINS = "/api/stores/tea/domains"

configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

let asked: [string, string, unknown][]

beforeEach(() => {
  asked = []
  const answers: Record<string, unknown> = {
    [`GET ${DOMAINS}`]: { items: [ONE, TWO], next_cursor: null },
    [`POST ${DOMAINS}`]: TWO,
    [`POST ${DOMAINS}/two.example/check`]: { message: "Nothing proves it yet.", operation: null },
    [`DELETE ${DOMAINS}/one.example`]: { operation: { id: "OP1", store_id: "tea" } },
  }
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    const text = await request.clone().text()
    asked.push([request.method, pathname, text ? JSON.parse(text) : null])
    const found = answers[`${request.method} ${pathname}`]
    return new Response(JSON.stringify(found ?? { detail: "no" }), { status: found ? 200 : 404 })
  })
})

function show(store: StoreDetail = STORE) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={makeQueryClient()}>
        <MemoryRouter initialEntries={["/"]}>
          <Routes>
            <Route path="/" element={<Domains store={store} />} />
            <Route path="/operations/:id" element={<p>the operation</p>} />
          </Routes>
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

it("says what to set for a domain that is not served, and nothing for one that is", async () => {
  show()

  const table = await screen.findByRole("table", { name: "Records of two.example" })
  for (const text of ["_storeyard.two.example", "storeyard-2", "tea.shops.example", "192.0.2.1"]) {
    expect(within(table).getByText(text)).toBeTruthy()
  }
  expect(screen.queryByRole("table", { name: "Records of one.example" })).toBeNull()
  expect(screen.getByText("the shop's address")).toBeTruthy()
  expect(screen.getByText("not proven yet")).toBeTruthy()
})

it("says what a look at the DNS found", async () => {
  show({ ...STORE })

  const looks = await screen.findAllByRole("button", { name: "Look it up in the DNS" })
  await userEvent.click(looks[1] as HTMLElement)

  expect(await screen.findByText("Nothing proves it yet.")).toBeTruthy()
  expect(asked).toContainEqual(["POST", `${DOMAINS}/two.example/check`, null])
})

it("claims another one by its name", async () => {
  show()

  await userEvent.type(await screen.findByLabelText("Another domain"), "three.example")
  await userEvent.click(screen.getByRole("button", { name: "Add the domain" }))

  await vi.waitFor(() => expect(asked).toContainEqual(["POST", DOMAINS, { name: "three.example" }]))
})

it("asks before it removes one, and follows the operation", async () => {
  show()

  await userEvent.click(await screen.findByRole("button", { name: "Remove one.example …" }))
  expect(asked.some(([method]) => method === "DELETE")).toBe(false)
  await userEvent.click(await screen.findByRole("button", { name: "Remove it" }))

  expect(await screen.findByText("the operation")).toBeTruthy()
  expect(asked).toContainEqual(["DELETE", `${DOMAINS}/one.example`, null])
})
