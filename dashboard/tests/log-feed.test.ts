import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type Asked, type Log, LogFeed } from "../src/api/log-feed"
import { ApiError, unreachable } from "../src/api/problem"

/** A platform with a log: answers at most `most` lines after the cursor, or fails as it is told to. */
function platform(texts: string[], { most = 2000, answers = 0 } = {}) {
  const asked: (string | null)[] = []
  const errors: unknown[] = []
  return {
    asked,
    errors,
    fetch: async ({ cursor, wait, signal }: Asked): Promise<Log> => {
      asked.push(cursor)
      if (answers) await new Promise((go) => setTimeout(go, answers))
      const error = errors.shift()
      if (error) throw error
      const from = Number(cursor ?? 0)
      while (wait && cursor !== null && texts.length <= from && !signal.aborted)
        await new Promise((go) => setTimeout(go, 100))
      const lines = texts.slice(from, from + most).map((text) => ({
        at: "2026-01-01T00:00:00Z",
        pod: "web-1",
        component: "web",
        container: "web",
        text,
      }))
      return { lines, next_cursor: String(from + lines.length), pods: ["web-1"], message: "" }
    },
  }
}

const texts = (feed: LogFeed) => feed.state.lines.map(({ text }) => text)
const numbers = (feed: LogFeed) => feed.state.lines.map(({ number }) => number)

describe("a store's log", () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("has each line once and in order, however many come at once", async () => {
    const log = ["a", "b", "c"]
    const there = platform(log, { most: 2 })
    const feed = new LogFeed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(5_000)
    log.push("d", "e", "f")
    await vi.advanceTimersByTimeAsync(5_000)
    feed.stop()

    expect(texts(feed)).toEqual(["a", "b", "c", "d", "e", "f"])
    expect(numbers(feed)).toEqual([0, 1, 2, 3, 4, 5])
  })

  it("goes on from where it was after answers that did not come", async () => {
    const log = ["a"]
    const there = platform(log)
    const feed = new LogFeed(there.fetch, () => {})
    feed.start()
    await vi.advanceTimersByTimeAsync(1_600)
    there.errors.push(unreachable(), unreachable())

    log.push("b")
    await vi.advanceTimersByTimeAsync(2_000)
    expect(feed.state.error).toBeInstanceOf(ApiError)
    await vi.advanceTimersByTimeAsync(2_000)
    // Nothing new is written, and all the same it is known that the platform answers again.
    expect(feed.state.error).toBeNull()
    feed.stop()

    expect(texts(feed)).toEqual(["a", "b"])
  })

  it("takes nothing of an answer that comes after it was stopped, and misses nothing of it", async () => {
    const there = platform(["a", "b"], { answers: 1_000 })
    const feed = new LogFeed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(500)
    feed.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(there.asked).toEqual([null])
    expect(texts(feed)).toEqual([])
    feed.start()
    await vi.advanceTimersByTimeAsync(1_100)
    feed.stop()

    expect(there.asked[1]).toBeNull()
    expect(texts(feed)).toEqual(["a", "b"])
  })

  it("has one run when it is stopped and begun at once", async () => {
    const there = platform(["a", "b"], { answers: 1_000 })
    const feed = new LogFeed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(10)
    feed.stop()
    feed.start()
    feed.start()
    await vi.advanceTimersByTimeAsync(2_000)
    feed.stop()

    expect(there.asked.slice(0, 2)).toEqual([null, null])
    expect(texts(feed)).toEqual(["a", "b"])
  })

  it("does not ask more than forty times a minute of a shop that always has something to say", async () => {
    const log: string[] = []
    const there = platform(log)
    const feed = new LogFeed(there.fetch, () => {})
    const writing = setInterval(() => log.push(`line ${log.length}`), 50)

    feed.start()
    await vi.advanceTimersByTimeAsync(60_000)
    feed.stop()
    clearInterval(writing)

    expect(there.asked.length).toBeLessThanOrEqual(41)
    expect(feed.state.lines.length).toBeGreaterThan(1_000)
  })

  it("waits as long as the platform says, and stops asking where that cannot help", async () => {
    const there = platform(["a"])
    there.errors.push(new ApiError(429, { detail: "slowly" }, 30), new ApiError(404, { detail: "no such store" }))
    const feed = new LogFeed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(there.asked.length).toBe(1)
    await vi.advanceTimersByTimeAsync(600_000)

    expect(there.asked.length).toBe(2)
    expect(feed.state.over).toBe(true)
    feed.start()
    await vi.advanceTimersByTimeAsync(1_000)
    feed.stop()
    expect(texts(feed)).toEqual(["a"])
    expect(feed.state.error).toBeNull()
  })

  it("lets the oldest lines go when it is told to, says how many, and never keeps more than it can", async () => {
    const there = platform(
      Array.from({ length: 25_000 }, (_, number) => `line ${number}`),
      { most: 25_000 },
    )
    const feed = new LogFeed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(100)
    feed.stop()
    expect([feed.state.lines.length, feed.state.dropped]).toEqual([20_000, 5_000])
    feed.trim(100)

    expect([feed.state.lines.length, feed.state.dropped]).toEqual([100, 24_900])
    expect(numbers(feed).at(-1)).toBe(24_999)
  })
})
