import type { Operation } from "../../api/queries"
import { span } from "../../parts/time"

type Timed = Pick<Operation, "created_at" | "started_at" | "expected_seconds" | "expected_of">
const since = (at: string, now: number): number => Math.max(0, (now - new Date(at).getTime()) / 1000)

/** How long it takes, against how long it usually does. `seconds`: since its start; null while it waits. */
export function timesOf(operation: Timed, now: number): { sentence: string; seconds: number | null } {
  const usual = usually(operation)
  if (!operation.started_at) {
    return { sentence: `Waiting for ${span(since(operation.created_at, now))}, ${usual}`, seconds: null }
  }
  const seconds = since(operation.started_at, now)
  const late = operation.expected_seconds !== null && seconds > operation.expected_seconds
  return { sentence: `Under way for ${span(seconds)}, ${late ? "longer than usual: " : ""}${usual}`, seconds }
}

function usually({ expected_seconds, expected_of }: Timed): string {
  if (expected_seconds === null) return "none of its kind has succeeded yet to compare with"
  return `usually ${span(expected_seconds)} (of ${expected_of} before)`
}
