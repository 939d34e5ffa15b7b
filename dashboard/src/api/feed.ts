// An operation's events, as they are written: numbered from 1, each once, none missing, whatever happens in between.
import type { Schemas } from "./client"
import { LongPoll, NOTHING_HEARD, type Polled } from "./long-poll"

export type OperationEvent = Schemas["Event"]
export type FeedState = Polled & { events: readonly OperationEvent[]; ended: boolean }
export type Fetched = { events: OperationEvent[]; ended: boolean; next_after: number }
/** `wait`: whether the platform may wait for an event before it answers. */
export type Fetch = (after: number, wait: boolean, signal: AbortSignal) => Promise<Fetched>

export const NO_EVENTS: FeedState = { ...NOTHING_HEARD, events: [], ended: false }
const LEAST = 500 // milliseconds between two answers that say nothing: a platform that is stopping does not wait

/** Asks for events. Stops while nobody can see it, and goes on from where it was. */
export class Feed extends LongPoll<FeedState, Fetched> {
  readonly #fetch: Fetch

  constructor(fetch: Fetch, changed: () => void) {
    super(NO_EVENTS, changed)
    this.#fetch = fetch
  }

  override start(): void {
    if (!this.state.ended) super.start()
  }

  protected ask(wait: boolean, signal: AbortSignal): Promise<Fetched> {
    return this.#fetch(this.state.events.length, wait, signal)
  }

  protected take({ events, ended }: Fetched): number {
    const before = this.state.events
    const known = [...before]
    for (const event of events) {
      // Numbers have no gaps: what is not the next one is here already, or of an answer that will be asked for again.
      if (event.number === known.length + 1) known.push(event)
    }
    this.become({ events: known, ended, over: ended, heardAt: Date.now(), error: null })
    return known.length === before.length ? LEAST : 0
  }
}
