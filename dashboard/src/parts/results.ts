// An operation's result for people: what the platform's kinds are known to say has names and units, all else is shown as it is.
import type { Operation } from "../api/queries"
import { bytes, span } from "./time"

export type ResultLine = { name: string; lines: readonly string[] }
type Said = Record<string, unknown>

/** The lines of a result. What is empty or was not done is left out. */
export function resultLines({ result }: Pick<Operation, "result">): ResultLine[] {
  return Object.entries(result ?? {}).flatMap(([key, value]) => {
    if (value === null || value === undefined || value === "") return []
    const known = KNOWN[key]
    const found = (isSaid(value) && known?.(value)) || [{ name: sentence(key), lines: anyLines(value) }]
    return found.filter(({ lines }) => lines.length > 0)
  })
}

const isSaid = (value: unknown): value is Said => typeof value === "object" && value !== null && !Array.isArray(value)
const sentence = (key: string) => key.charAt(0).toUpperCase() + key.slice(1).replaceAll("_", " ")
const text = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value))
const seconds = (value: unknown): string => (typeof value === "number" ? span(value) : text(value))
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : [])
const joined = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join(", ")

const KNOWN: Record<string, (said: Said) => ResultLine[] | null> = {
  verification: (said) => [
    {
      name: "Test order",
      lines: [
        joined(
          said.order !== undefined && `number ${text(said.order)}`,
          said.total !== undefined && `${text(said.total)} ${text(said.currency ?? "")}`.trim(),
          said.product !== undefined && text(said.product),
          said.seconds !== undefined && `in ${seconds(said.seconds)}`,
        ),
      ].filter(Boolean),
    },
    { name: "Checked", lines: list(said.checks) },
  ],
  deployed: (said) => [
    {
      name: "Installed",
      lines: [
        joined(
          said.engine_version !== undefined && `version ${text(said.engine_version)}`,
          said.chart_version !== undefined && `chart ${text(said.chart_version)}`,
          said.revision !== undefined && `revision ${text(said.revision)}`,
        ),
      ].filter(Boolean),
    },
  ],
  backup: (said) => [
    { name: "Backup", lines: [joined(text(said.id ?? ""), sizeOf(said.parts))].filter(Boolean) },
    { name: "In it", lines: isSaid(said.counts) ? [countsOf(said.counts)].filter(Boolean) : [] },
  ],
  carried: (said) =>
    ["orders", "customers", "stock"].map((what) => ({
      name: what === "stock" ? "Stock carried over" : `Newer ${what}`,
      lines: isSaid(said[what]) ? [carriedOf(said[what])].filter(Boolean) : [],
    })),
  gate: (said) => [{ name: "The shop was closed for", lines: [seconds(said.seconds)] }],
  drill: (said) => [
    { name: "The copy stood after", lines: [seconds(said.seconds)] },
    { name: "Backup", lines: said.backup ? [text(said.backup)] : [] },
  ],
  rehearsal: (said) => [{ name: "Rehearsal on a copy", lines: [`went well, in ${seconds(said.seconds)}`] }],
  extensions: (said) => [{ name: "Updated", lines: updatesOf(said.updated) }],
  release: (said) => [{ name: "Found on the cluster", lines: said.message ? [text(said.message)] : [] }],
  removal: (said) => [
    { name: "Removed", lines: list(said.removed) },
    { name: "Left over", lines: list(said.leftovers).length > 0 ? list(said.leftovers) : ["nothing"] },
    { name: "Looked at in all namespaces", lines: [joined(...list(said.scanned))].filter(Boolean) },
    { name: "Could not be looked at", lines: list(said.unscanned) },
  ],
  upgrade: (said) => [
    { name: "In force", lines: [FORCE[text(said.in_force)] ?? text(said.in_force)] },
    ...wayBack(said),
  ],
  restore: (said) => [{ name: "The shop's data", lines: [DATA[text(said.data)] ?? text(said.data)] }, ...wayBack(said)],
  settings: (said) => [
    { name: "In force", lines: [FORCE_SETTINGS[text(said.in_force)] ?? text(said.in_force)] },
    { name: "Asked for", lines: isSaid(said.changed) ? anyLines(said.changed) : [] },
  ],
}

const FORCE: Record<string, string> = {
  before: "what was installed before: nothing was changed",
  closed: "what was installed before, behind a closed gate",
  changing: "not known: it was being changed",
  new: "the new revision",
  old: "the old revision: it was gone back to",
}
const FORCE_SETTINGS: Record<string, string> = {
  changing: "not known: they were being changed",
  new: "the new settings",
  old: "the old settings: they were put back",
}
const DATA: Record<string, string> = {
  before: "as before: nothing was changed",
  closed: "as before, behind a closed gate",
  loading: "not known: it was being loaded",
  restored: "that of the backup",
}

function updatesOf(updated: unknown): string[] {
  if (!Array.isArray(updated)) return []
  return updated
    .filter(isSaid)
    .map(({ name, slug, was, now }) => `${text(name ?? slug)}: ${text(was ?? "?")} → ${text(now ?? "?")}`)
}

function wayBack(said: Said): ResultLine[] {
  return [{ name: "Backup of what was before", lines: said.safety ? [text(said.safety)] : [] }]
}

function sizeOf(parts: unknown): string | undefined {
  if (!isSaid(parts)) return undefined
  const sizes = Object.values(parts).map((part) => (isSaid(part) && typeof part.size === "number" ? part.size : 0))
  return bytes(sizes.reduce((all, size) => all + size, 0))
}

function countsOf(counts: Said): string {
  return Object.entries(counts)
    .map(([what, count]) => `${text(count)} ${what.replaceAll("_", " ")}`)
    .join(", ")
}

function carriedOf(counts: Said): string {
  const said = { carried: "carried over", present: "there already", needs_person: "to be looked at by a person" }
  return Object.entries(said)
    .filter(([name]) => Number(counts[name] ?? 0) > 0)
    .map(([name, words]) => `${text(counts[name])} ${words}`)
    .join(", ")
}

function anyLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(text)
  if (!isSaid(value)) return [text(value)]
  return Object.entries(value)
    .filter(([, each]) => each !== null && each !== "")
    .map(([name, each]) => `${name.replaceAll("_", " ")}: ${text(each)}`)
}
