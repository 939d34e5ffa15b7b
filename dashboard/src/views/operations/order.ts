import type { Operation } from "../../api/queries"

/** What runs, the oldest first; and what waits, the next to start first. */
export function inOrder(operations: readonly Operation[]): { running: Operation[]; queued: Operation[] } {
  const place = ({ queue }: Operation) => queue?.position ?? Number.POSITIVE_INFINITY
  const queued = operations.filter(({ status }) => status === "queued")
  return {
    running: operations.filter(({ status }) => status !== "queued"),
    queued: queued.toSorted(
      (one, other) => place(one) - place(other) || one.created_at.localeCompare(other.created_at),
    ),
  }
}
