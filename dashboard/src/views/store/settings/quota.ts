// What a plan gives, for a person: Kubernetes' amounts as cores and bytes.
import { quantity } from "../../../parts/quantity"
import { bytes } from "../../../parts/time"
import { cores } from "../overview/usage"

export const LIMITS = [
  { name: "CPU", quota: "limits.cpu", words: (amount: number) => cores(amount * 1000) },
  { name: "Memory", quota: "limits.memory", words: bytes },
  { name: "Disk", quota: "requests.storage", words: bytes },
] as const

/** What all parts of a store may take together, by name. What cannot be read is shown as the quota has it. */
export function limitsOf(quota: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { name, quota: key, words } of LIMITS) {
    const amount = quota[key]
    if (amount === undefined) continue
    const value = quantity(amount)
    found.set(name, Number.isNaN(value) ? amount : words(value))
  }
  return found
}
