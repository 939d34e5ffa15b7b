// What a line of the list says of a store.
import type { Operation, Store } from "../../api/queries"
import { kindName } from "../../parts/words"

/** What is under way, by the store it is on. */
export type UnderWay = ReadonlyMap<string, Operation>
export const byStore = (operations: readonly Operation[]): UnderWay =>
  new Map(operations.map((operation) => [operation.store_id, operation]))

const LINE = 56 // pixels: name and address
const MORE = 22 // pixels: one line of text more
const CARD = 104
const GAP = 12

export type Note = { text: string; wrong: boolean } | null

/** What is under way on the store, what is wrong with it, or that it runs without what its owner installed: one line of text, if there is anything to say. */
export function noteOf(store: Store, operation: Operation | undefined): Note {
  if (store.operation_id !== null) {
    if (!operation) return null
    return { text: `${kindName(operation.kind)}: ${operation.status}`, wrong: false }
  }
  if (store.status === "failed") return { text: store.message || store.reason, wrong: true }
  if (store.safe_mode) return { text: "Its owner's plugins and theme are off", wrong: false }
  return null
}

/** How high a line is, before it is drawn: of many stores only those that can be seen are. */
export function heightOf(note: Note, narrow: boolean): number {
  const extra = note === null ? 0 : MORE
  return narrow ? CARD + extra + GAP : LINE + extra
}

export const cardHeight = (note: Note): number => heightOf(note, true) - GAP
