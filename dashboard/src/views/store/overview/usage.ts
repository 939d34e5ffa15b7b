// What a store takes of what it may take, as numbers for a person and a share for a bar.
import type { Schemas } from "../../../api/client"
import { bytes } from "../../../parts/time"

export type Use = {
  name: string
  /** How much, in words. */
  words: string
  /** Of what it may take, 0 to 1; null: not known. */
  share: number | null
  /** Why something is not known; empty: nothing to be said. */
  message: string
}

const HIGH = 0.9

/** Cores for a person: "0.25 cores". */
export const cores = (millicores: number): string =>
  `${(millicores / 1000).toLocaleString(undefined, { maximumFractionDigits: 2 })} ${millicores === 1000 ? "core" : "cores"}`

/** Every measure of a store's usage: processor, memory, each volume, and what all volumes claim. */
export function usesOf({ cpu, memory, disk }: Schemas["Usage"]): Use[] {
  const claimed = disk.volumes.reduce((all, { claimed_bytes }) => all + (claimed_bytes ?? 0), 0)
  return [
    use("CPU", cpu.used_millicores, cpu.limit_millicores, cores),
    use("Memory", memory.used_bytes, memory.limit_bytes, bytes),
    ...(disk.volumes.length > 0 ? [use("Disk", claimed, disk.limit_bytes, bytes, "claimed")] : []),
    ...disk.volumes.map((volume) => ({
      ...use(`Volume ${volume.name}`, volume.used_bytes, volume.capacity_bytes ?? volume.claimed_bytes, bytes),
      message: volume.message,
    })),
  ]
}

type Words = (value: number) => string

function use(name: string, used: number | null, limit: number | null, words: Words, taken = ""): Use {
  const of = limit === null ? "" : ` of ${words(limit)}`
  return {
    name,
    words: used === null ? `not known${of}` : `${words(used)}${of}${taken && ` ${taken}`}`,
    share: used === null || !limit ? null : Math.min(1, used / limit),
    message: "",
  }
}

export const isHigh = ({ share }: Use): boolean => share !== null && share >= HIGH
