import { renderHook } from "@testing-library/react"
import { afterEach, expect, it, vi } from "vitest"
import { useIdempotencyKey } from "../src/api/actions"

afterEach(() => {
  vi.useRealTimers()
})

it.each([
  ["of an operation is another after a few minutes", undefined, 2],
  ["of an order stays, however much later it is sent again", Number.POSITIVE_INFINITY, 1],
])("the key of a request %s", (_, keptFor, keys) => {
  vi.useFakeTimers()
  const { result } = renderHook(() => useIdempotencyKey(keptFor))
  const first = result.current({ store: "tea" })
  expect(result.current({ store: "tea" })).toBe(first)

  vi.advanceTimersByTime(3_600_000)

  expect(new Set([first, result.current({ store: "tea" })]).size).toBe(keys)
  expect(result.current({ store: "mug" })).not.toBe(first)
})
