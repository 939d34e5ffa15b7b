// Long polls, one after the other: what the feed of an operation's events and that of a store's log have in common.
import { ApiError } from "./problem"

export type Polled = {
  /** When the platform last answered, milliseconds since 1970; 0: not yet. */
  heardAt: number
  /** What is in the way now, if anything is. */
  error: unknown
  /** True where asking again by itself cannot help, or nothing more can come. */
  over: boolean
}
export const NOTHING_HEARD: Polled = { heardAt: 0, error: null, over: false }

const WAITS = [500, 1000, 2000, 4000, 8000] // milliseconds between tries that fail

/** Asks again and again, each time from where the answer before ended. Goes on from there after it was stopped. */
export abstract class LongPoll<State extends Polled, Answer> {
  state: State
  readonly #changed: () => void
  #stop: AbortController | null = null

  constructor(state: State, changed: () => void) {
    this.state = state
    this.#changed = changed
  }

  /** Asks once. `wait`: whether the answer may wait for news. After a failure it must not: it tells that all is well again. */
  protected abstract ask(wait: boolean, signal: AbortSignal): Promise<Answer>

  /** Takes what was answered. Returns the milliseconds that have to lie between this question and the next. */
  protected abstract take(answer: Answer): number

  start(): void {
    if (this.#stop) return
    this.#stop = new AbortController()
    if (this.state.over) this.become({ over: false })
    void this.#run(this.#stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = null
  }

  protected become(change: Partial<State> | Partial<Polled>): void {
    this.state = { ...this.state, ...change }
    this.#changed()
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted && !this.state.over; ) {
      const began = Date.now()
      try {
        const answer = await this.ask(failures === 0, signal)
        // What comes too late is not taken: it is asked for again.
        if (signal.aborted) return
        failures = 0
        const pace = this.take(answer)
        await pause(pace - (Date.now() - began), signal)
      } catch (error) {
        if (signal.aborted) return
        await this.#failed(error, failures++, signal)
      }
    }
    if (!signal.aborted) this.#stop = null
  }

  async #failed(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const known = error instanceof ApiError ? error : null
    this.become({ error, over: known !== null && !known.passing })
    if (this.state.over) return
    const wait = WAITS[Math.min(failures, WAITS.length - 1)] ?? 0
    await pause(Math.max(wait, (known?.retryAfter ?? 0) * 1000), signal)
  }
}

/** Waits so long, or until it is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((over) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener("abort", done)
      over()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener("abort", done)
  })
}

/** Has it ask while somebody can see the page. Returns how to end that. */
export function whileSeen(feed: { start: () => void; stop: () => void }): () => void {
  const look = () => (document.visibilityState === "hidden" ? feed.stop() : feed.start())
  look()
  document.addEventListener("visibilitychange", look)
  return () => {
    document.removeEventListener("visibilitychange", look)
    feed.stop()
  }
}
