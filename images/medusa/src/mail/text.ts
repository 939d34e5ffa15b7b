// Control characters end lines, and those that turn the direction of writing make one text look like another.
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** Anybody's text in one line and no longer than it may be: it starts no line, and no header, of its own. */
export function oneLine(value: unknown, most = 200): string {
  const line = String(value ?? "").replace(INVISIBLE, " ").replace(/ {2,}/g, " ").trim()
  const letters = Array.from(line)
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : line
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text that is HTML already. Only html`` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

const escaped = (value: unknown): string =>
  value instanceof Html ? value.text
  : Array.isArray(value) ? value.map(escaped).join("")
  : oneLine(value, 2000).replace(/[&<>"']/g, (letter) => ENTITIES[letter])

/** HTML of which every value is escaped but what html`` made. */
export const html = (strings: TemplateStringsArray, ...values: unknown[]): Html =>
  new Html(strings.reduce((text, piece, index) => text + escaped(values[index - 1]) + piece))
