import type { Schemas } from "../../api/client"
import type { Use } from "../store/overview/usage"

export type Detail = NonNullable<Schemas["Cluster"]["detail"]>
type Amounts = Detail["asked"]

const GIB = 2 ** 30
const RESOURCES = [
  { name: "Processor", of: "cpu_millicores", unit: 1000, word: " cores" },
  { name: "Memory", of: "memory_bytes", unit: GIB, word: " GiB" },
  { name: "Volumes", of: "volumes", unit: 1, word: "" },
] as const satisfies readonly { name: string; of: keyof Amounts; unit: number; word: string }[]

const rounded = (amount: number): string => String(Math.round(amount * 10) / 10)

/** What plans ask for of what there is. More than that may be asked for; what a cluster does not limit is left out. */
export function usesOfCluster({ allocatable, asked }: Pick<Detail, "allocatable" | "asked">): Use[] {
  return RESOURCES.flatMap(({ name, of, unit, word }) => {
    const there = allocatable?.[of]
    if (there === null || there === undefined) return []
    const wanted = asked[of] ?? 0
    const words = `${rounded(wanted / unit)} of ${rounded(there / unit)}${word} asked for`
    return [{ name, words, share: there > 0 ? Math.min(1, wanted / there) : null, message: "" }]
  })
}

/** How many stores a cluster has, and how many of them are not ready. */
export function storesOf(stores: Detail["stores"]): string {
  const counts = Object.values(stores).map((count) => count ?? 0)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const others = all - (stores.ready ?? 0)
  const words = all === 1 ? "1 store" : `${all} stores`
  return others === 0 ? words : `${words}, ${others} of them not ready`
}
