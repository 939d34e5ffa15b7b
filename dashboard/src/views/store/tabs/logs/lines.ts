// What is shown of a log: which lines, and how they are written.
import type { Line } from "../../../../api/log-feed"
import { clock } from "../../../../parts/time"
import { type Level, levelOf } from "./level"

export type Shown = Line & { level: Level | null }
/** `level`: at least as grave. */
export type Wanted = { q: string; level: string }

const GRAVE: Record<string, readonly Level[]> = { error: ["error"], warning: ["error", "warning"] }
const COLOURS = ["blue", "grape", "teal", "orange", "indigo", "pink", "lime", "violet"] as const
const levels = new WeakMap<Line, Level | "none">()

/** The lines that are wanted. A line that says no level is none of those of a level. */
export function wantedLines(lines: readonly Line[], { q, level }: Wanted): Shown[] {
  const text = q.toLowerCase()
  const grave = GRAVE[level]
  const found: Shown[] = []
  for (const line of lines) {
    if (text && !line.text.toLowerCase().includes(text)) continue
    const own = known(line)
    if (grave && !(own && grave.includes(own))) continue
    found.push({ ...line, level: own })
  }
  return found
}

function known(line: Line): Level | null {
  const before = levels.get(line)
  const level = before ?? levelOf(line.text) ?? "none"
  if (!before) levels.set(line, level)
  return level === "none" ? null : level
}

/** The colour of a pod's name, of the theme's: the name says it, the colour only helps. */
export function colourOf(pod: string, pods: readonly string[]): string {
  const place = pods.indexOf(pod)
  return place < 0 ? "gray" : (COLOURS[place % COLOURS.length] ?? "gray")
}

/** A pod's short name: the part of the store, and the end that tells its pods apart. */
export function shortPod({ pod, component, container }: Pick<Line, "pod" | "component" | "container">): string {
  const end = pod.split("-").at(-1) ?? pod
  const name = component ? `${component}-${end}` : pod
  return container && component && container !== component ? `${name}/${container}` : name
}

const DAY = new Intl.DateTimeFormat(undefined, { month: "2-digit", day: "2-digit" })

/** A line's time in the reader's zone; the day too, where it is not today. */
export function stamp(at: string, now: Date = new Date()): string {
  const day = new Date(at)
  return day.toDateString() === now.toDateString() ? clock(at) : `${DAY.format(day)} ${clock(at)}`
}

/** The lines as a file has them: exact times, whole names. */
export function asText(lines: readonly Line[]): string {
  return lines.map(({ at, pod, container, text }) => `${at} ${pod}/${container} ${text}\n`).join("")
}

export type Piece = { text: string; found: boolean }

/** A text in pieces: those that were searched for, and what is between them. */
export function pieces(text: string, q: string): Piece[] {
  if (!q) return [{ text, found: false }]
  const low = text.toLowerCase()
  const wanted = q.toLowerCase()
  // Where a letter becomes two in lower case, places do not fit any more: then nothing is marked rather than the wrong thing.
  if (low.length !== text.length) return [{ text, found: false }]
  const found: Piece[] = []
  let from = 0
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    if (at > from) found.push({ text: text.slice(from, at), found: false })
    found.push({ text: text.slice(at, at + wanted.length), found: true })
    from = at + wanted.length
  }
  if (from < text.length) found.push({ text: text.slice(from), found: false })
  return found
}
