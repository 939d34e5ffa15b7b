import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { Feed, type Fetched, type OperationEvent } from "../src/api/feed"
import { ApiError } from "../src/api/problem"

const event = (number: number, final = false): OperationEvent => ({
  number,
  at: "2026-01-01T00:00:00Z",
  step: "release",
  status: "info",
  message: `event ${number}`,
  final,
})

/** A platform with a log of events: answers what comes after, or fails as often as it is told to. */
function platform(log: OperationEvent[]) {
  const asked: number[] = []
  const waits: boolean[] = []
  let failing = 0
  return {
    asked,
    fail: (times: number) => {
      failing = times
    },
    waits,
    fetch: async (after: number, wait: boolean, signal: AbortSignal): Promise<Fetched> => {
      asked.push(after)
      waits.push(wait)
      if (failing > 0) {
        failing -= 1
        throw new Error("no answer")
      }
      while (wait && log.length <= after && !signal.aborted) await new Promise((go) => setTimeout(go, 100))
      const events = log.slice(after)
      return { events, ended: log.at(-1)?.final ?? false, next_after: log.length }
    },
  }
}

const numbers = (feed: Feed) => feed.state.events.map(({ number }) => number)

describe("an operation's feed", () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("takes each event once, in order, until the final one", async () => {
    const log = [event(1)]
    const there = platform(log)
    const feed = new Feed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(200)
    log.push(event(2), event(3, true))
    await vi.advanceTimersByTimeAsync(200)

    expect(numbers(feed)).toEqual([1, 2, 3])
    expect(feed.state.ended).toBe(true)
    const asked = there.asked.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(there.asked.length).toBe(asked)
  })

  it("goes on after a platform that did not answer, and says so meanwhile", async () => {
    const there = platform([event(1), event(2, true)])
    there.fail(3)
    const feed = new Feed(there.fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(600)
    expect(feed.state.error).toBeInstanceOf(Error)
    await vi.advanceTimersByTimeAsync(5_000)

    expect(numbers(feed)).toEqual([1, 2])
    expect(feed.state.error).toBeNull()
  })

  it("knows that a platform is there again before something happens there", async () => {
    const there = platform([event(1)])
    const feed = new Feed(there.fetch, () => {})
    feed.start()
    await vi.advanceTimersByTimeAsync(200)
    feed.stop()

    there.fail(2)
    feed.start()
    await vi.advanceTimersByTimeAsync(3_000)
    feed.stop()

    expect(feed.state.error).toBeNull()
    expect(there.waits.slice(2)).toEqual([true, false, false, true])
  })

  it("asks for nothing while it is stopped, and goes on from where it was", async () => {
    const log = [event(1)]
    const there = platform(log)
    const feed = new Feed(there.fetch, () => {})
    feed.start()
    await vi.advanceTimersByTimeAsync(200)

    feed.stop()
    log.push(event(2))
    const asked = there.asked.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(there.asked.length).toBe(asked)
    feed.start()
    await vi.advanceTimersByTimeAsync(200)

    expect(there.asked[asked]).toBe(1)
    expect(numbers(feed)).toEqual([1, 2])
  })

  it("does not take an event twice, nor one before those in between", async () => {
    const answers: Fetched[] = [
      { events: [event(1), event(2)], ended: false, next_after: 2 },
      { events: [event(2), event(4)], ended: false, next_after: 4 },
      { events: [event(3), event(4, true)], ended: true, next_after: 4 },
    ]
    const feed = new Feed(
      async () => answers.shift() as Fetched,
      () => {},
    )

    feed.start()
    await vi.advanceTimersByTimeAsync(5_000)

    expect(numbers(feed)).toEqual([1, 2, 3, 4])
  })

  it("waits as long as the platform says, and stops asking where that cannot help, until it is looked at again", async () => {
    const errors = [new ApiError(429, { detail: "slowly" }, 30), new ApiError(404, { detail: "no such operation" })]
    const fetch = vi.fn(async (): Promise<Fetched> => {
      const error = errors.shift()
      if (error) throw error
      return { events: [event(1, true)], ended: true, next_after: 1 }
    })
    const feed = new Feed(fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(fetch).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(fetch).toHaveBeenCalledTimes(2)
    expect(feed.state.error).toMatchObject({ status: 404 })
    feed.stop()
    feed.start()
    await vi.advanceTimersByTimeAsync(1_000)

    expect(numbers(feed)).toEqual([1])
    expect(feed.state.error).toBeNull()
  })

  it("does not hurry a platform that answers nothing at once", async () => {
    const fetch = vi.fn(async () => ({ events: [], ended: false, next_after: 0 }))
    const feed = new Feed(fetch, () => {})

    feed.start()
    await vi.advanceTimersByTimeAsync(5_000)
    feed.stop()

    expect(fetch.mock.calls.length).toBeLessThanOrEqual(11)
  })
})
