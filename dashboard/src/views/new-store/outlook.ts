// What will happen, and how long it usually takes: what the platform has seen, or that it has seen nothing yet.
import type { Schemas } from "../../api/client"
import { isFull, nextPlace, type Places } from "../../parts/places"
import { span } from "../../parts/time"
import type { Address } from "./address"

export type Expected = { seconds: number | null; of: number }

/** "Usually 38 s: the median of 12 runs." */
export function usually({ seconds, of }: Expected): string {
  if (seconds === null || of === 0) return "No run yet to tell how long it takes."
  if (of === 1) return `The only run so far took ${span(seconds)}.`
  return `Usually ${span(seconds)}: the median of ${of} runs.`
}

/** The steps of a kind of operation, in words. `software`: the engine's title and version. */
export function stepsToCome(kinds: readonly Schemas["Kind"][], kind: string, software: string): string[] {
  const steps = kinds.find(({ name }) => name === kind)?.steps ?? []
  return steps.map(({ doing }) => doing.replaceAll("{software}", software))
}

/** One sentence of what will be made, as far as it is known by now. */
export function leadOf(name: string, address: Address, software: string): string {
  const subject = name.trim() || "A store"
  const where = address.is === "free" ? ` at ${address.url}` : ""
  return `${subject} is made on ${software}${where}. Buyers can order there once a test order went through.`
}

/** Why no store can be made now; empty: it can be asked for. */
export function refusalOf(
  places: Places,
  engine: Pick<Schemas["Engine"], "available" | "message"> | undefined,
): string {
  if (isFull(places)) return nextPlace(places)
  if (!engine) return "No engine is available here, so no store can be made."
  return engine.available ? "" : engine.message || "The engine is not available here."
}
