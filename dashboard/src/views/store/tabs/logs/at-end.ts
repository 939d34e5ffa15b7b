// Whether the reader is at the end of a log, and whether they left it. New lines alone never make them leave it.
export type Place = { top: number; height: number; window: number }

const NEAR = 32 // pixels from the end that are still the end

/** True if the reader is at the end now. Only who moved up leaves it: a log that grew has left them, and is gone after. */
export function isAtEnd(before: { top: number; atEnd: boolean }, { top, height, window }: Place): boolean {
  const near = height - top - window <= NEAR
  return near || (before.atEnd && top >= before.top)
}
