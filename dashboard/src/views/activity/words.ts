// What a line of the activity log says, for a person.
import { span } from "../../parts/time"
import { kindName } from "../../parts/words"
import type { Line } from "./queries"

const ACTIONS: Record<string, string> = {
  "store.create": "Make a store",
  "store.change": "Change a store's settings",
  "store.delete": "Delete a store",
  "operation.create": "Ask for an operation",
  "operation.cancel": "Cancel an operation",
  "operation.ended": "Operation ended",
  "order.place": "Place an order",
  "credentials.read": "Look at a shop's password",
  "backup.change": "Pin or unpin a backup",
  "backup.delete": "Delete a backup",
  "backup.download": "Download a backup",
  "schedule.change": "Change a schedule",
  "user.register": "Register",
  "user.add": "Add a user",
  "user.change": "Change a user",
  "password.change": "Change the own password",
  "password.reset": "Set somebody's password",
  "token.create": "Make a token",
  "token.revoke": "Revoke a token",
  "webhook.create": "Add a webhook",
  "webhook.change": "Change a webhook",
  "webhook.delete": "Remove a webhook",
  "webhook.rotate": "Make a webhook a new secret",
  "webhook.test": "Send a webhook a test",
  "webhook.redeliver": "Send a webhook something again",
  "chat.link": "Link a chat account",
  "chat.refuse": "Refuse to link a chat account",
  "chat.unlink": "Unlink a chat account",
  "notices.add": "Add a target of notices",
  "notices.change": "Change a target of notices",
  "notices.remove": "Remove a target of notices",
  "notices.test": "Send a target a test",
  "notices.code": "Send an address a code",
  "notices.confirm": "Confirm an address",
  login: "Sign in",
  logout: "Sign out",
}

/** What was done. An action that this page does not know yet is called by its own word. */
export function actionName(action: string): string {
  const kind = /^operation\.(.+)$/.exec(action)?.[1]
  return ACTIONS[action] ?? (kind ? kindName(kind) : action)
}

/** The actions that can be filtered by: those with names, and one for each kind of operation. */
export function actionItems(kinds: readonly string[]): { value: string; label: string }[] {
  // Making and deleting a store are actions of their own, whatever the operation is called.
  const asked = kinds.filter((kind) => kind !== "provision" && kind !== "delete").map((kind) => `operation.${kind}`)
  const names = new Set([...Object.keys(ACTIONS), ...asked])
  return [...names].map((value) => ({ value, label: actionName(value) })).sort((a, b) => a.label.localeCompare(b.label))
}

/** What an operation's end was of: "Backup, in 12 s". */
export function lineName({ action, detail }: Pick<Line, "action" | "detail">): string {
  if (action !== "operation.ended") return actionName(action)
  const kind = typeof detail.kind === "string" ? kindName(detail.kind) : "Operation"
  return typeof detail.seconds === "number" ? `${kind} ended after ${span(detail.seconds)}` : `${kind} ended`
}

/** What there is besides, as names and values. */
export function detailOf({ action, detail }: Pick<Line, "action" | "detail">): string {
  return Object.entries(detail)
    .filter(([name, value]) => value !== null && value !== "" && !isSaid(action, name, String(value)))
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${value}`)
    .join(", ")
}

/** True for what the action's own name says already. */
function isSaid(action: string, name: string, value: string): boolean {
  if (action === "operation.ended") return name === "kind" || name === "seconds"
  const made = { "store.create": "provision", "store.delete": "delete", "store.change": "configure" }[action]
  return name === "kind" && (action === `operation.${value}` || made === value)
}

const DOORS: Record<string, string> = {
  api: "the API",
  schedule: "the schedule",
  chat: "commands in words",
  slack: "Slack",
  mattermost: "Mattermost",
}

/** Where it came from: the door, and the address where the reader may know it. */
export function fromWhere({ source, address }: Pick<Line, "source" | "address">): string {
  const door = DOORS[source] ?? source
  return [door, address].filter(Boolean).join(", ")
}

/** Who did it. `names`: those whose names the reader may know. */
export function whoOf(actor: string, me: string, names: ReadonlyMap<string, string>): string {
  if (actor === "") return "nobody who is known"
  if (actor === me) return "you"
  return names.get(actor) ?? (actor === "system" ? "the schedule" : actor)
}
