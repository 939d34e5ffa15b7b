import { act, renderHook } from "@testing-library/react"
import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { useLogFeed } from "../src/api/use-log-feed"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
}))

let visibility: DocumentVisibilityState = "visible"
const seen = (state: DocumentVisibilityState) =>
  act(async () => {
    visibility = state
    document.dispatchEvent(new Event("visibilitychange"))
    await vi.advanceTimersByTimeAsync(60_000)
  })

/** A platform whose log has a new line at each question. */
function platform() {
  const asked: URLSearchParams[] = []
  vi.stubGlobal("fetch", async (request: Request) => {
    const query = new URL(request.url).searchParams
    const from = Number(query.get("cursor") ?? 0)
    asked.push(query)
    const line = { at: "2026-01-01T00:00:00Z", pod: "web-1", component: "web", container: "web", text: `line ${from}` }
    const body = { lines: [line], next_cursor: String(from + 1), pods: ["web-1"], message: "" }
    return new Response(JSON.stringify(body))
  })
  return asked
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility)
})
afterEach(() => {
  vi.useRealTimers()
  visibility = "visible"
})

it("asks for nothing while the tab is hidden, and then for what came after the last line", async () => {
  const asked = platform()
  const { result, unmount } = renderHook(() => useLogFeed("tea", { component: "", pod: "" }))
  await act(() => vi.advanceTimersByTimeAsync(4_000))

  await seen("hidden")
  const before = asked.length
  await act(() => vi.advanceTimersByTimeAsync(600_000))
  expect(asked.length).toBe(before)
  await seen("visible")

  expect(asked[before]?.get("cursor")).toBe(String(before))
  expect(result.current.lines.map(({ text }) => text)).toEqual(result.current.lines.map((_, at) => `line ${at}`))
  unmount()
  const ended = asked.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked.length).toBe(ended)
})

it("begins anew with another filter, and shows no line of the one before", async () => {
  const asked = platform()
  const { result, rerender } = renderHook((pod: string) => useLogFeed("tea", { component: "", pod }), {
    initialProps: "web-1",
  })
  await act(() => vi.advanceTimersByTimeAsync(4_000))
  expect(result.current.lines.length).toBeGreaterThan(1)

  rerender("web-2")
  await act(() => vi.advanceTimersByTimeAsync(10))

  expect(asked.at(-1)?.get("pod")).toBe("web-2")
  expect(asked.at(-1)?.has("cursor")).toBe(false)
  expect(result.current.lines.map(({ text }) => text)).toEqual(["line 0"])
})
