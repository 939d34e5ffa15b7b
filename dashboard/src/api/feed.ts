// An operation's events, as they are written: numbered from 1, each once, none missing, whatever happens in between.
import type { Schemas } from "./client"

export type OperationEvent = Schemas["Event"]
export type FeedState = {
  events: readonly OperationEvent[]
  ended: boolean
  /** When the platform last answered, milliseconds since 1970; 0: not yet. */
  heardAt: number
  /** What is in the way now, if anything is. */
  error: unknown
}
export type Fetched = { events: OperationEvent[]; ended: boolean; next_after: number }
/** `wait`: whether the platform may wait for an event before it answers. */
export type Fetch = (after: number, wait: boolean, signal: AbortSignal) => Promise<Fetched>

const LEAST = 500 // milliseconds between two answers that say nothing: a platform that is stopping does not wait
const WAITS = [500, 1000, 2000, 4000, 8000] // milliseconds between tries that fail

/** Asks for events, one long poll after the other. Stops while nobody can see it, and goes on from where it was. */
export class Feed {
  state: FeedState = { events: [], ended: false, heardAt: 0, error: null }
  readonly #fetch: Fetch
  readonly #changed: () => void
  #stop: AbortController | null = null

  constructor(fetch: Fetch, changed: () => void) {
    this.#fetch = fetch
    this.#changed = changed
  }

  start(): void {
    if (this.#stop || this.state.ended) return
    this.#stop = new AbortController()
    void this.#run(this.#stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = null
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted && !this.state.ended; ) {
      const began = Date.now()
      try {
        const before = this.state.events.length
        // After a failure it is asked for an answer at once: it is then known that the platform is there again.
        const fetched = await this.#fetch(before, failures === 0, signal)
        if (signal.aborted) return
        failures = 0
        this.#take(fetched)
        const silent = this.state.events.length === before
        if (silent && Date.now() - began < LEAST) await pause(LEAST, signal)
      } catch (error) {
        if (signal.aborted) return
        this.#become({ error })
        await pause(WAITS[Math.min(failures++, WAITS.length - 1)] ?? 0, signal)
      }
    }
  }

  #take({ events, ended }: Fetched): void {
    const known = [...this.state.events]
    for (const event of events) {
      // Numbers have no gaps: what is not the next one is here already, or of an answer that will be asked for again.
      if (event.number === known.length + 1) known.push(event)
    }
    this.#become({ events: known, ended, heardAt: Date.now(), error: null })
  }

  #become(change: Partial<FeedState>): void {
    this.state = { ...this.state, ...change }
    this.#changed()
  }
}

/** Waits so long, or until it is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
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
