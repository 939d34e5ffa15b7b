import { MantineProvider } from "@mantine/core"
import { render, screen, waitFor } from "@testing-library/react"
import userEvent from "@testing-library/user-event"
import { MemoryRouter, useLocation, useNavigate } from "react-router"
import { expect, it } from "vitest"
import { ParamSearch } from "../src/parts/ParamSearch"
import { ParamSelect } from "../src/parts/ParamSelect"
import { ParamTime } from "../src/parts/ParamTime"

const FIELDS = (items: { value: string; label: string }[]) => (
  <MantineProvider env="test">
    <MemoryRouter initialEntries={["/?q=tea", "/?kind=new_one&q=cake&since=900"]}>
      <ParamSearch name="q" aria-label="Search" />
      <ParamSelect name="kind" label="Kind" items={items} />
      <ParamTime name="since" aria-label="Since" at="" />
      <Where />
    </MemoryRouter>
  </MantineProvider>
)

function Where() {
  const navigate = useNavigate()
  return (
    <>
      <button type="button" onClick={() => navigate(-1)}>
        Back
      </button>
      <output>{useLocation().search}</output>
    </>
  )
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name, { selector: "input" })

it("a text that is searched for stands in the address, and follows it when somebody goes back", async () => {
  render(FIELDS([]))

  await userEvent.type(field("Search"), "s ")
  await waitFor(() => expect(screen.getByRole("status").textContent).toBe("?kind=new_one&q=cakes&since=900"))
  expect(field("Search").value).toBe("cakes ")
  await userEvent.click(screen.getByRole("button", { name: "Back" }))

  expect(field("Search").value).toBe("tea")
})

it("what is filtered by is shown, also before the list has a name for it, and can be taken off", async () => {
  const { rerender } = render(FIELDS([{ value: "old", label: "The old one" }]))
  expect(field("Kind").value).toBe("new_one")
  rerender(FIELDS([{ value: "new_one", label: "The new one" }]))
  expect(field("Kind").value).toBe("The new one")

  await userEvent.click(screen.getByLabelText("Clear: Kind"))

  expect(screen.getByRole("status").textContent).toBe("?q=cake&since=900")
  expect(field("Kind").value).toBe("")
})

it("a time is said in UTC in the address, and shown as it is told to where that is something else", async () => {
  render(FIELDS([]))
  expect(field("Since").value).toBe("")

  await userEvent.type(field("Since"), "2026-01-01T10:00")

  const since = encodeURIComponent(new Date(2026, 0, 1, 10).toISOString().replace(".000Z", "Z"))
  expect(screen.getByRole("status").textContent).toContain(`since=${since}`)
})
