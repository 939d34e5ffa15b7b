// An operation's steps, out of its events. Nothing here knows the time but from what the platform wrote down.
import type { Schemas } from "../api/client"
import type { OperationEvent } from "../api/feed"

export type StepStatus = "waiting" | "running" | "succeeded" | "failed"
export type Step = {
  name: string
  status: StepStatus
  startedAt: string | null
  endedAt: string | null
  /** What was said of it, in order. */
  messages: readonly { at: string; text: string; failed: boolean }[]
}
export type StepWords = Schemas["Step"]

/**
 * The steps in the order in which they began, then those that may come. `order`: the names of the kind's steps, in the order
 * in which a run comes to them. What stands before the one that began last was left out. A final event is of no step.
 */
export function stepsOf(events: readonly OperationEvent[], order: readonly string[] = []): Step[] {
  const steps = new Map<string, Step>()
  let last = -1
  for (const event of events) {
    if (event.final) continue
    steps.set(event.step, after(steps.get(event.step), event))
    if (event.status === "started" && order.includes(event.step)) last = order.indexOf(event.step)
  }
  const ended = events.some((event) => event.final)
  const coming = ended ? [] : order.slice(last + 1).filter((name) => !steps.has(name))
  const names = [...steps.keys()]
  const begun = names.map((name) => passed(steps.get(name) ?? notBegun(name), ended || name !== names.at(-1)))
  return [...begun, ...[...new Set(coming)].map(notBegun)]
}

const MOMENTS = new Set(["queue", "start"])

/** Being accepted and being taken by a worker are moments: they have no end of their own, and are over when something follows. */
function passed(step: Step, over: boolean): Step {
  return over && MOMENTS.has(step.name) ? { ...step, status: "succeeded", startedAt: null } : step
}

function notBegun(name: string): Step {
  return { name, status: "waiting", startedAt: null, endedAt: null, messages: [] }
}

function after(before: Step | undefined, event: OperationEvent): Step {
  const step = before ?? notBegun(event.step)
  const messages = event.message
    ? [...step.messages, { at: event.at, text: event.message, failed: event.status === "failed" }]
    : step.messages
  const begun = { ...step, messages, startedAt: step.startedAt ?? event.at }
  if (event.status === "succeeded" || event.status === "failed") {
    return { ...begun, status: event.status, endedAt: event.at }
  }
  // A step that is begun again, after a restart of the platform, is under way again.
  return event.status === "started" || begun.status === "waiting"
    ? { ...begun, status: "running", endedAt: null }
    : begun
}

/** What a step is called: what is being done, or has been done. The run's own sentence where the page has no words for it. */
export function titleOf(step: Step, words: readonly StepWords[]): string {
  const known = words.find(({ name }) => name === step.name)
  const done = step.status === "succeeded"
  const said = (done ? step.messages.at(-1) : step.messages[0])?.text.replace(/ \(\d[^()]*\)$/, "")
  // The run itself knows which software it is.
  if (said && !step.messages[0]?.failed) return said
  const sentence = done ? known?.done : known?.doing
  return sentence?.replace("{software}", "the shop's software") ?? step.name.replaceAll("_", " ")
}
