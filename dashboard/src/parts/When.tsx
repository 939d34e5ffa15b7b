import { ago, full } from "./time"
import { useNow } from "./use-now"

/** How long ago something was; the exact time in the reader's zone is its title, and machine-readable. */
export function When({ at, empty = "never" }: { at: string | null | undefined; empty?: string }) {
  const now = useNow()
  if (!at) return <span>{empty}</span>
  return (
    <time dateTime={at} title={full(at)} className="tabular">
      {ago(at, now)}
    </time>
  )
}
