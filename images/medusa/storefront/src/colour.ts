// The shop's colour is any colour, and text on it or in it has to stay readable: at least 4.5:1 (WCAG 2.2, AA).
type Rgb = readonly [number, number, number]

export const DEFAULT_COLOUR = "#1f5f54"
export const WHITE = "#ffffff"
export const BLACK = "#000000"
const READABLE = 4.5
const STEPS = 50

export const isColour = (value: unknown): value is string => typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value)

function rgb(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16)
  return [number >> 16, (number >> 8) & 255, number & 255]
}

const hexOf = (parts: Rgb): string => `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`

function luminance(hex: string): number {
  const [red, green, blue] = rgb(hex).map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** White or black, whichever is easier to read on the colour: one of them always is, at 4.58:1 or more. */
export const inkOn = (colour: string): string => (contrast(WHITE, colour) >= contrast(BLACK, colour) ? WHITE : BLACK)

/** The colour, moved towards black or white only as far as text in it needs to be readable on the ground. */
export function readableOn(colour: string, ground: string): string {
  const [from, to] = [rgb(colour), rgb(inkOn(ground))]
  for (let step = 0; step <= STEPS; step++) {
    const mixed = hexOf(from.map((part, index) => part + ((to[index] ?? 0) - part) * (step / STEPS)) as unknown as Rgb)
    if (contrast(mixed, ground) >= READABLE) return mixed
  }
  return inkOn(ground)
}

/** Sets the page's colours. By property, not by a style in the page: the shop's policy forbids those. */
export function applyColour(colour: string, root: HTMLElement): void {
  const style = root.style
  const ink = inkOn(colour)
  style.setProperty("--brand", colour)
  style.setProperty("--on-brand", ink)
  style.setProperty("--off-brand", ink === WHITE ? BLACK : WHITE)
  style.setProperty("--accent-light", readableOn(colour, "#f3f1ec"))
  style.setProperty("--accent-dark", readableOn(colour, "#26292d"))
}
