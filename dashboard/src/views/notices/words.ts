import type { Notice, Target } from "./queries"

export const KINDS = [
  { value: "slack", label: "Slack" },
  { value: "mattermost", label: "Mattermost" },
  { value: "teams", label: "Teams" },
  { value: "discord", label: "Discord" },
  { value: "email", label: "E-mail" },
] as const

export type Kind = (typeof KINDS)[number]["value"]

export const EVENTS = [
  { value: "store.ready", label: "A store is ready" },
  { value: "operation.failed", label: "An operation failed" },
  { value: "store.needs_attention", label: "A store needs attention" },
  { value: "backup.failed", label: "A backup failed" },
] as const

export type Event = (typeof EVENTS)[number]["value"]

export const kindLabel = (kind: string): string => KINDS.find(({ value }) => value === kind)?.label ?? kind

/** What a target is told, in words: "everything" where nothing is left out. */
export const toldOf = (events: readonly string[]): string => {
  const known = EVENTS.filter(({ value }) => events.includes(value))
  if (known.length === EVENTS.length) return "everything"
  return events.map((event) => EVENTS.find(({ value }) => value === event)?.label ?? event).join(", ")
}

const OFF: Record<string, string> = {
  ByOwner: "It was disabled by hand.",
  Gone: "The chat says that its webhook is not there any more.",
  FailingTooLong: "It took nothing for a day.",
}

export const whyOff = ({ disabled_reason }: Target): string => OFF[disabled_reason ?? ""] ?? "It is disabled."

/** How a target is, in one word. */
export const stateOf = ({ enabled, confirmed, failing_since }: Target): string => {
  if (!enabled) return "disabled"
  if (!confirmed) return "not confirmed"
  return failing_since ? "failing" : "active"
}

/** Whose stores a target is told of. */
export const ofWhom = ({ platform, owner }: Target, me: string): string => {
  if (platform) return "all stores"
  return owner === me ? "my stores" : `stores of ${owner}`
}

/** What is to be said of a notice besides its title: why it was not sent, or how often the same happened. */
export const besidesOf = ({ said, repeats, status }: Notice): string => {
  if (said) return said
  if (status === "counted") return "The same was told within the hour."
  if (status === "dropped") return "The target may not know of the store any more."
  if (repeats === 0) return ""
  return repeats === 1 ? "It happened once more within the hour." : `It happened ${repeats} more times within the hour.`
}
