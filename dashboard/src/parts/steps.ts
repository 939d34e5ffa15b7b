// An operation's steps, out of its events. Nothing here knows the time but from what the platform wrote down.
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

/** The steps in the order in which they began, then those of `coming` that have not. A final event is of no step. */
export function stepsOf(events: readonly OperationEvent[], coming: readonly string[] = []): Step[] {
  const steps = new Map<string, Step>()
  for (const event of events) {
    if (!event.final) steps.set(event.step, after(steps.get(event.step), event))
  }
  const ended = events.some((event) => event.final)
  const waiting = ended ? [] : coming.filter((name) => !steps.has(name)).map(notBegun)
  return [...steps.values(), ...waiting]
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
