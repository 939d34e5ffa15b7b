// What a plan gives, for a person: Kubernetes' amounts as cores and bytes.
import { bytes } from "../../../parts/time"
import { cores } from "../overview/usage"

const UNITS: Record<string, number> = {
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  "": 1,
}

/** Bytes of an amount like "3Gi"; null: it cannot be read. */
export function bytesOf(amount: string): number | null {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(amount) ?? []
  const factor = UNITS[unit]
  return number === undefined || factor === undefined ? null : Number(number) * factor
}

/** Thousandths of a core of an amount like "8" or "500m"; null: it cannot be read. */
export function millicoresOf(amount: string): number | null {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(m?)$/.exec(amount) ?? []
  return number === undefined ? null : Number(number) * (unit === "m" ? 1 : 1000)
}

/** What all parts of a store may take together. What is not said by the plan is left out. */
export function limitsOf(quota: Readonly<Record<string, string>>): { name: string; value: string }[] {
  const shown = (
    amount: string | undefined,
    read: (amount: string) => number | null,
    say: (value: number) => string,
  ) => {
    if (amount === undefined) return []
    const value = read(amount)
    return [value === null ? amount : say(value)]
  }
  return [
    ...shown(quota["limits.cpu"], millicoresOf, cores).map((value) => ({ name: "Processor", value })),
    ...shown(quota["limits.memory"], bytesOf, bytes).map((value) => ({ name: "Memory", value })),
    ...shown(quota["requests.storage"], bytesOf, bytes).map((value) => ({ name: "Volumes", value })),
  ]
}
