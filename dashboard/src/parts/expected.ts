// How long something is expected to take, in words that say what that is founded on.
import { span } from "./time"

/** What is known of how long it takes: the median of those that went well, and of how many. */
export function usually(seconds: number | null, of: number): string {
  if (seconds === null || of === 0) return "How long it takes is not known yet: none has gone well here."
  if (of === 1) return `The one before took about ${span(seconds)}.`
  return `Usually about ${span(seconds)}: the median of ${of} runs.`
}

const MOST = 95 // per cent: only the end is the end

/** How much of the time that is expected has gone, in per cent. Never all of it. */
export function shareOfTime(seconds: number, expected: number): number {
  return expected > 0 ? Math.min(MOST, Math.max(0, (100 * seconds) / expected)) : MOST
}
