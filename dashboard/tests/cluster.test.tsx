import { MantineProvider } from "@mantine/core"
import { QueryClientProvider } from "@tanstack/react-query"
import { configure, render, screen } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter } from "react-router"
import { beforeEach, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import type { StoreDetail } from "../src/api/queries"
import { Cluster } from "../src/views/store/settings/Cluster"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
  useUser: () => ({ id: "u1", role: "owner" }),
}))
configure({ asyncUtilTimeout: 10_000 })
vi.setConfig({ testTimeout: 30_000 })

let clusters: string[]
let sent: { path: string; body: unknown }[]

beforeEach(() => {
  sent = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (request.method === "GET") {
      const items = clusters.map((name) => ({ name }))
      const answers: Record<string, object> = { "/api/clusters": { items } }
      return new Response(JSON.stringify(answers[pathname] ?? { expected: {} }), { status: 200 })
    }
    sent.push({ path: pathname, body: await request.json() })
    return new Response(JSON.stringify({ store: {}, operation: { id: "OP1" } }), { status: 202 })
  })
})

function shown(refused_operations: Record<string, string> = {}) {
  const store = { id: "tea", engine: "acme", cluster: "local", allowed_operations: ["move"], refused_operations }
  render(
    <QueryClientProvider client={makeQueryClient()}>
      <MantineProvider env="test">
        <MemoryRouter>
          <Cluster store={store as unknown as StoreDetail} />
          <p>below</p>
        </MemoryRouter>
      </MantineProvider>
    </QueryClientProvider>,
  )
}

it("asks for a move to the cluster that was chosen, which is never the store's own", async () => {
  clusters = ["local", "paris", "rome"]
  shown()
  await userEvent.click(await screen.findByPlaceholderText("It is on local"))
  expect(screen.getAllByRole("option", { hidden: true }).map((option) => option.textContent)).toEqual(["paris", "rome"])
  await userEvent.click(screen.getByText("paris"))
  await userEvent.click(screen.getByRole("button", { name: "Move the shop to paris" }))

  expect(sent).toEqual([
    { path: "/api/stores/tea/operations", body: { kind: "move", parameters: { cluster: "paris" } } },
  ])
})

it("offers nothing where there is but one cluster", async () => {
  clusters = ["local"]
  shown()
  await screen.findByText("below")

  expect(screen.queryByText("Cluster")).toBeNull()
})
