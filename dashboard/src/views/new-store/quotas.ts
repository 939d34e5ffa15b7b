// What a plan gives, out of the quota that Kubernetes gets: the words of the quota mean nothing to most people.
import { quantity } from "../../parts/quantity"

export { quantity }

const round = (value: number): string => String(Number(value.toFixed(2)))

function amount(text: string, of: "bytes" | "number"): string {
  const value = quantity(text)
  if (Number.isNaN(value)) return text
  if (of === "number") return round(value)
  return value >= 2 ** 30 ? `${round(value / 2 ** 30)} GiB` : `${round(value / 2 ** 20)} MiB`
}

export type Line = { name: string; value: string }
const KNOWN = new Set(["requests.cpu", "limits.cpu", "requests.memory", "limits.memory", "requests.storage"])

/** A quota as lines for a person. What this page has no words for is shown in the quota's own. */
export function quotaLines(quota: Readonly<Record<string, string>>): Line[] {
  const lines: Line[] = []
  const add = (name: string, value: string | undefined) => value && lines.push({ name, value })
  add("CPU", reach(quota["requests.cpu"], quota["limits.cpu"], "number"))
  add("Memory", reach(quota["requests.memory"], quota["limits.memory"], "bytes"))
  add("Disk", quota["requests.storage"] && amount(quota["requests.storage"], "bytes"))
  for (const [name, value] of Object.entries(quota)) if (!KNOWN.has(name)) add(wordOf(name), value)
  return lines
}

/** In how many pods a plan's shop runs, and up to how many with its load; nothing where that is one, as everywhere else. */
export function inPods(pods = 1, most?: number): string | undefined {
  if (most !== undefined) return `in ${pods} to ${most} pods, with its load`
  return pods > 1 ? `in ${pods} pods` : undefined
}

/** The same as lines of a plan. */
export function podLines(pods: number | undefined, most?: number): Line[] {
  const value = inPods(pods, most)
  return value === undefined ? [] : [{ name: "Shop", value }]
}

const WORDS: Record<string, string> = { persistentvolumeclaims: "Volumes", pods: "Pods" }
const wordOf = (name: string): string => WORDS[name] ?? name

function reach(kept: string | undefined, most: string | undefined, of: "bytes" | "number"): string | undefined {
  if (kept && most) return `${amount(kept, of)} kept, up to ${amount(most, of)}`
  if (most) return `up to ${amount(most, of)}`
  return kept && `${amount(kept, of)} kept`
}
