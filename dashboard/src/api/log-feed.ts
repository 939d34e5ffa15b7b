// A store's log, as it is written: each line once, none missing in between, whatever happens to the network or the tab.
import type { Schemas } from "./client"
import { LongPoll, NOTHING_HEARD, type Polled } from "./long-poll"

export type Log = Schemas["Log"]
/** A line with its place in what this page has read: the first one is 0. */
export type Line = Schemas["LogLine"] & { number: number }
export type LogState = Polled & {
  lines: readonly Line[]
  /** All pods that were there, in the order in which they were first heard of: a pod keeps its colour. */
  pods: readonly string[]
  /** How many of the oldest lines are not kept any more. */
  dropped: number
  /** Why there is nothing, where the platform says so. */
  message: string
}
/** `wait`: whether the answer may wait for a line. */
export type Asked = { cursor: string | null; wait: boolean; signal: AbortSignal }
export type FetchLog = (asked: Asked) => Promise<Log>

export const NO_LOG: LogState = { ...NOTHING_HEARD, lines: [], pods: [], dropped: 0, message: "" }
const PACE = 1_500 // milliseconds between two questions: a shop that logs all the time is no reason to ask all the time
const KEPT = 5_000 // lines that are kept while the reader is at the end
const MOST = 20_000 // lines that are kept in any case: a window is no archive

/** Asks for lines, each time from where the answer before ended. */
export class LogFeed extends LongPoll<LogState, Log> {
  readonly #fetch: FetchLog
  #cursor: string | null = null
  #next = 0

  constructor(fetch: FetchLog, changed: () => void) {
    super(NO_LOG, changed)
    this.#fetch = fetch
  }

  /** Lets go of the oldest lines. The view says when: never while somebody reads them. */
  trim(most: number = KEPT): void {
    const over = this.state.lines.length - most
    if (over > 0) this.become({ lines: this.state.lines.slice(over), dropped: this.state.dropped + over })
  }

  protected ask(wait: boolean, signal: AbortSignal): Promise<Log> {
    return this.#fetch({ cursor: this.#cursor, wait, signal })
  }

  protected take({ lines, pods, next_cursor, message }: Log): number {
    this.#cursor = next_cursor
    const { state } = this
    const unknown = pods.filter((pod) => !state.pods.includes(pod))
    this.become({
      lines:
        lines.length > 0 ? [...state.lines, ...lines.map((line) => ({ ...line, number: this.#next++ }))] : state.lines,
      pods: unknown.length > 0 ? [...state.pods, ...unknown] : state.pods,
      message,
      heardAt: Date.now(),
      error: null,
      over: next_cursor === null,
    })
    this.trim(MOST)
    return PACE
  }
}
