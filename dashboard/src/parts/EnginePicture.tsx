// A picture for an engine. It is drawn out of the engine's name and title, so that one nobody has heard of yet has one too.
const HUES = ["cyan", "grape", "orange", "indigo", "teal", "pink"] as const
const CLOTHS = [
  "M8 24h48v6a6 6 0 0 1-12 0 6 6 0 0 1-12 0 6 6 0 0 1-12 0 6 6 0 0 1-12 0z",
  "M8 24h48v4l-6 8-6-8-6 8-6-8-6 8-6-8-6 8-6-8z",
  "M8 24h48v10H44v-4h-6v4H26v-4h-6v4H8z",
] as const

/** A number of a text that is always the same, and hardly ever that of another. */
export function hash(text: string): number {
  let value = 0
  for (const sign of text) value = (value * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003
  return value
}

/** The first letters of the first two words of a title, or of one written LikeThis. */
export function initials(title: string): string {
  const words = title.match(/\p{Lu}\p{Ll}+|\p{L}+|\p{N}+/gu) ?? []
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("")
}

type Props = { name: string; title: string; size?: number }

/** A shop front with the engine's letters on its sign. It says nothing that is not written beside it. */
export function EnginePicture({ name, title, size = 56 }: Props) {
  const seed = hash(name)
  const hue = HUES[seed % HUES.length] ?? "cyan"
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" style={{ flex: "none" }}>
      <rect x="4" y="4" width="56" height="56" rx="12" fill={`var(--mantine-color-${hue}-light)`} />
      <g fill={`var(--mantine-color-${hue}-light-color)`}>
        <path d={CLOTHS[seed % CLOTHS.length]} />
        <path d="M12 38h3v13h34V38h3v16H12z" />
        <path d="M20 40h10v11H20z" opacity="0.35" />
        <path d="M35 40h9v6h-9z" opacity="0.35" />
        <text x="32" y="20" fontSize="12" fontWeight="700" textAnchor="middle" fontFamily="inherit">
          {initials(title)}
        </text>
      </g>
    </svg>
  )
}
