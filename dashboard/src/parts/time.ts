// Times for a person, in the zone and the language of their browser.
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A span of seconds: "4 s", "2 min 10 s", "3 h 5 min", "2 d". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return pair(whole, MINUTE, "min", 1, "s")
  if (whole < DAY) return pair(whole, HOUR, "h", MINUTE, "min")
  return pair(whole, DAY, "d", HOUR, "h")
}

function pair(seconds: number, large: number, name: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small)
  return `${Math.floor(seconds / large)} ${name}${rest ? ` ${rest} ${smallName}` : ""}`
}

/** How long ago something was: "just now", "4 min ago". */
export function ago(at: string | number, now: number = Date.now()): string {
  const seconds = (now - new Date(at).getTime()) / 1000
  if (seconds < 5) return "just now"
  if (seconds < MINUTE) return `${Math.floor(seconds)} s ago`
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)} h ago`
  return `${Math.floor(seconds / DAY)} d ago`
}

const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
})

export const full = (at: string | number): string => FULL.format(new Date(at))
export const clock = (at: string | number): string => CLOCK.format(new Date(at))

/** Bytes for a person, in powers of 1024. */
export function bytes(size: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"]
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log2(size) / 10), units.length - 1)
  const value = size / 1024 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
