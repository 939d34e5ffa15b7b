import type { Delivery, Webhook } from "./queries"

export const USUAL = "*.accepted, *.succeeded, *.failed, *.timed_out, *.canceled"

/** Filters as they are typed: with commas or spaces between. */
export const filtersOf = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

const DISABLED: Record<string, string> = {
  ByOwner: "It was disabled by hand.",
  Gone: "Its endpoint answered 410: it is gone.",
  FailingTooLong: "Its endpoint took nothing for five days.",
}

export const whyDisabled = ({ disabled_reason }: Webhook): string =>
  DISABLED[disabled_reason ?? ""] ?? "It is disabled."

/** How a webhook is, in one word. */
export const stateOf = ({ enabled, failing_since }: Webhook): "active" | "failing" | "disabled" => {
  if (!enabled) return "disabled"
  return failing_since ? "failing" : "active"
}

/** Whose stores a webhook is told of. */
export const ofWhom = ({ platform, owner }: Webhook, me: string): string => {
  if (platform) return "all stores"
  return owner === me ? "my stores" : `stores of ${owner}`
}

const REASONS: Record<string, string> = {
  GaveUp: "It was tried for a day.",
  Gone: "The endpoint is gone.",
  WebhookDisabled: "The webhook was disabled.",
  NotAllowed: "The webhook may not know of the store any more.",
}

/** What came of a delivery so far: the last answer, or why there was none, or why it is not tried any more. */
export function cameOf({ attempts, reason }: Delivery): string {
  const last = attempts.at(-1)
  const said = last ? (last.status === null ? last.error : `HTTP ${last.status}`) : ""
  return [said, reason ? (REASONS[reason] ?? reason) : ""].filter(Boolean).join(" · ") || "not tried yet"
}
