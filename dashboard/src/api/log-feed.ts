// A store's log, as it is written: each line once, none missing in between, whatever happens to the network or the tab.
import type { Schemas } from "./client"
import { pause } from "./feed"
import { ApiError } from "./problem"

export type Log = Schemas["Log"]
/** A line with its place in what this page has read: the first one is 0. */
export type Line = Schemas["LogLine"] & { number: number }
export type LogState = {
  lines: readonly Line[]
  /** All pods that were there, in the order in which they were first heard of: a pod keeps its colour. */
  pods: readonly string[]
  /** How many of the oldest lines are not kept any more. */
  dropped: number
  /** Why there is nothing, where the platform says so. */
  message: string
  /** When the platform last answered, milliseconds since 1970; 0: not yet. */
  heardAt: number
  /** What is in the way now, if anything is. */
  error: unknown
  /** True where asking again by itself cannot help, or nothing more can come. */
  over: boolean
}
/** `wait`: whether the answer may wait for a line. After a failure it must not: the next one tells that all is well again. */
export type Asked = { cursor: string | null; wait: boolean; signal: AbortSignal }
export type FetchLog = (asked: Asked) => Promise<Log>

export const NO_LOG: LogState = {
  lines: [],
  pods: [],
  dropped: 0,
  message: "",
  heardAt: 0,
  error: null,
  over: false,
}
const PACE = 1_500 // milliseconds between two questions: a shop that logs all the time is no reason to ask all the time
const WAITS = [500, 1000, 2000, 4000, 8000] // milliseconds between tries that fail
const KEPT = 5_000 // lines that are kept while the reader is at the end
const MOST = 20_000 // lines that are kept in any case: a window is no archive

/** Asks for lines, one long poll after the other, each from where the one before ended. */
export class LogFeed {
  state: LogState = NO_LOG
  readonly #fetch: FetchLog
  readonly #changed: () => void
  #stop: AbortController | null = null
  #cursor: string | null = null
  #next = 0

  constructor(fetch: FetchLog, changed: () => void) {
    this.#fetch = fetch
    this.#changed = changed
  }

  /** Begins, or goes on from where it was. */
  start(): void {
    if (this.#stop) return
    this.#stop = new AbortController()
    if (this.state.over) this.#become({ over: false })
    void this.#run(this.#stop.signal)
  }

  stop(): void {
    this.#stop?.abort()
    this.#stop = null
  }

  /** Lets go of the oldest lines. The view says when: never while somebody reads them. */
  trim(most: number = KEPT): void {
    const over = this.state.lines.length - most
    if (over > 0) this.#become({ lines: this.state.lines.slice(over), dropped: this.state.dropped + over })
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted && !this.state.over; ) {
      const began = Date.now()
      try {
        const log = await this.#fetch({ cursor: this.#cursor, wait: failures === 0, signal })
        // What comes too late is not taken, and the cursor stays: it is asked for again.
        if (signal.aborted) return
        failures = 0
        this.#take(log)
        await pause(Math.max(0, PACE - (Date.now() - began)), signal)
      } catch (error) {
        if (signal.aborted) return
        await this.#failed(error, failures++, signal)
      }
    }
    if (!signal.aborted) this.#stop = null
  }

  async #failed(error: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const known = error instanceof ApiError ? error : null
    this.#become({ error, over: known !== null && !known.passing })
    if (this.state.over) return
    const wait = WAITS[Math.min(failures, WAITS.length - 1)] ?? 0
    await pause(Math.max(wait, (known?.retryAfter ?? 0) * 1000), signal)
  }

  #take({ lines, pods, next_cursor, message }: Log): void {
    this.#cursor = next_cursor
    const { state } = this
    const unknown = pods.filter((pod) => !state.pods.includes(pod))
    this.#become({
      lines:
        lines.length > 0 ? [...state.lines, ...lines.map((line) => ({ ...line, number: this.#next++ }))] : state.lines,
      pods: unknown.length > 0 ? [...state.pods, ...unknown] : state.pods,
      message,
      heardAt: Date.now(),
      error: null,
      over: next_cursor === null,
    })
    this.trim(MOST)
  }

  #become(change: Partial<LogState>): void {
    this.state = { ...this.state, ...change }
    this.#changed()
  }
}
