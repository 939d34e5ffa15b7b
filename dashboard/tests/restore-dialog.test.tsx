import { MantineProvider } from "@mantine/core"
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { render, screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter } from "react-router"
import { expect, it, vi } from "vitest"
import type { StoreDetail } from "../src/api/queries"
import type { Backup } from "../src/views/store/tabs/backups/queries"
import { RestoreDialog } from "../src/views/store/tabs/backups/RestoreDialog"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
}))

const store = { id: "tea-cake", name: "Tea & Cake", engine: "acme", deployed: null } as unknown as StoreDetail
const backup = {
  id: "OP7",
  store: "tea-cake",
  made_at: "2026-01-01T00:00:00Z",
  status: "good",
  counts: { orders: 2 },
} as unknown as Backup
const steps = [
  { name: "close", doing: "Closing the shop", done: "" },
  { name: "orders", doing: "Carrying newer orders", done: "" },
]

/** A platform that has the kinds and refuses every operation. */
function platform() {
  const asked: unknown[] = []
  const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status })
  vi.stubGlobal("fetch", async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname === "/api/kinds") return json({ items: [{ name: "restore", steps }] })
    if (pathname === "/api/engines") return json({ items: [] })
    if (request.method === "GET") return json({ expected: { restore: { seconds: 40, of: 3 } } })
    asked.push(await request.json())
    return json({ detail: "tea-cake has a backup operation under way", reason: "OperationInProgress" }, 409)
  })
  return asked
}

function show() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <MemoryRouter>
          <RestoreDialog store={store} backup={backup} onClose={() => {}} />
        </MemoryRouter>
      </QueryClientProvider>
    </MantineProvider>,
  )
}

it("a restore carries newer orders over unless it is told not to, and says what it will do", async () => {
  const asked = platform()
  show()

  expect(await screen.findByText("Carrying newer orders")).toBeTruthy()
  expect(await screen.findByText(/40 s.*3 runs/)).toBeTruthy()
  await userEvent.click(screen.getByRole("button", { name: "Restore it" }))

  await waitFor(() => expect(asked).toEqual([{ kind: "restore", parameters: { backup: "OP7", newer_orders: true } }]))
  expect((await screen.findByRole("alert")).textContent).toContain("under way")
})

it("a restore that loses newer orders waits for the store's id, and has no step that carries them", async () => {
  const asked = platform()
  show()
  await screen.findByText("Carrying newer orders")

  await userEvent.click(screen.getByRole("radio", { name: /Leave newer orders out/ }))
  expect(screen.queryByText("Carrying newer orders")).toBeNull()
  const go = screen.getByRole<HTMLButtonElement>("button", { name: "Restore it, without newer orders" })
  expect(go.disabled).toBe(true)
  await userEvent.type(screen.getByRole("textbox"), "tea-cak{Enter}")
  expect(asked).toEqual([])
  await userEvent.type(screen.getByRole("textbox"), "e{Enter}")

  await waitFor(() => expect(asked).toEqual([{ kind: "restore", parameters: { backup: "OP7", newer_orders: false } }]))
})
