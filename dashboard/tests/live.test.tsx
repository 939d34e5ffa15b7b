import { QueryClientProvider, type UseQueryOptions, useQuery } from "@tanstack/react-query"
import { act, renderHook } from "@testing-library/react"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { makeQueryClient } from "../src/api/live"
import { operationQuery, storeQuery } from "../src/api/queries"
import { orderQuery } from "../src/views/orders/queries"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
}))

/** Looks at something for a minute. Returns how often it was asked for, and every status that a view had to show. */
async function aMinute(query: object, status: number) {
  const fetch = vi.fn(async () => new Response(JSON.stringify({ detail: "no" }), { status }))
  vi.stubGlobal("fetch", fetch)
  const client = makeQueryClient()
  const shown: string[] = []
  renderHook(() => shown.push(useQuery(query as UseQueryOptions).status), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  await act(() => vi.advanceTimersByTimeAsync(60_000))
  return { asked: fetch.mock.calls.length, shown: shown.filter((each, at) => each !== shown[at - 1]) }
}

describe.each([
  ["a store", storeQuery("tea")],
  ["an operation", operationQuery("OP1")],
  ["an order", orderQuery("tea", "1")],
])("%s", (_, query) => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("that there is none of is asked for once, and said to be none from then on", async () => {
    expect(await aMinute(query, 404)).toEqual({ asked: 1, shown: ["pending", "error"] })
  })

  it("that the platform cannot show now is asked for again", async () => {
    expect((await aMinute(query, 503)).asked).toBeGreaterThan(4)
  })
})
