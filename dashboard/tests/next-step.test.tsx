import { MantineProvider } from "@mantine/core"
import { render, screen } from "@testing-library/react"
import { describe, expect, it } from "vitest"
import { NextStep } from "../src/parts/NextStep"

const shown = (next_step: string | null, runbook: string | null) =>
  render(
    <MantineProvider>
      <NextStep operation={{ next_step, runbook, reason: "ImagePull" }} />
    </MantineProvider>,
  )

describe("what to do about a failure", () => {
  it("is a sentence and a way to the page about its reason", () => {
    shown("Run `make images`.", "/docs/runbooks/ImagePull")

    expect(screen.getByText(/Run `make images`/)).toBeTruthy()
    expect(screen.getByRole("link", { name: "About ImagePull" }).getAttribute("href")).toBe("/docs/runbooks/ImagePull")
  })

  it("is not shown where nothing is known of it", () => {
    shown(null, null)

    expect(screen.queryByText(/What to do/)).toBeNull()
  })
})
