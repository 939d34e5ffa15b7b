/** Something to do, again and again until it is done. */
export interface Job {
  /** For the log: what it is about. */
  name: string
  run(attempt: number): Promise<void>
  /** Whether a failure would come again for sure. */
  isFinal(error: Error): boolean
  /** When it is worth nothing any more, in milliseconds since 1970. */
  until?: number
}

type Log = (message: string) => void

/**
 * Jobs that are done in the background, a few at a time, and after a failure again with growing pauses. They are kept in memory:
 * the events they come from are, too, and a restart forgets both. There is room for so many; what comes then is refused and told.
 */
export class Queue {
  private readonly due: { job: Job; attempt: number; tried?: () => void }[] = []
  private held = 0
  private running = 0

  constructor(
    private readonly log: Log,
    private readonly pauses: number[],
    private readonly most: number,
    private readonly atOnce: number,
  ) {}

  /** Resolves once it was tried for the first time, whatever came of that. */
  add(job: Job): Promise<void> {
    if (this.held >= this.most) {
      this.log(`too many are waiting (${job.name}; given up)`)
      return Promise.resolve()
    }
    this.held++
    return new Promise((tried) => this.enter(job, 0, tried))
  }

  private enter(job: Job, attempt: number, tried?: () => void) {
    this.due.push({ job, attempt, tried })
    setImmediate(() => this.next())
  }

  private next() {
    if (this.running >= this.atOnce) return
    const one = this.due.shift()
    if (!one) return
    this.running++
    void this.attempt(one.job, one.attempt).finally(() => {
      one.tried?.()
      this.running--
      this.next()
    })
  }

  private async attempt(job: Job, attempt: number) {
    try {
      await job.run(attempt)
    } catch (error: any) {
      const pause = this.pauses[attempt]
      const late = job.until !== undefined && Date.now() + pause * 1000 > job.until
      if (pause !== undefined && !late && !job.isFinal(error)) {
        this.log(`${error.message} (${job.name}; again in ${pause} s)`)
        // It keeps no process from ending.
        setTimeout(() => this.enter(job, attempt + 1), pause * 1000).unref()
        return
      }
      this.log(`${error.message} (${job.name}; given up)`)
    }
    this.held--
  }
}
