// How often something is done, as a choice of a list: an own number that is not in it is added to it.
import { span } from "../../../parts/time"

const HOURS = [1, 6, 12, 24, 48, 168, 336, 672] as const
export const PLATFORM = "platform"

/** "every 6 h", "every 7 d", "never". */
export const every = (hours: number): string => (hours === 0 ? "never" : `every ${span(hours * 3600)}`)

/** The choices, of which one is what holds now. `own`: what was said for this store, null: nothing. */
export function choicesOf(own: number | null, holds: number): { value: string; label: string }[] {
  const hours =
    own === null || own === 0 || HOURS.includes(own as (typeof HOURS)[number]) ? [...HOURS] : [...HOURS, own]
  return [
    { value: PLATFORM, label: `As the platform's setting says${own === null ? ` (${every(holds)})` : ""}` },
    ...hours.sort((a, b) => a - b).map((each) => ({ value: String(each), label: sentence(every(each)) })),
    { value: "0", label: "Never" },
  ]
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const choiceOf = (own: number | null): string => (own === null ? PLATFORM : String(own))
export const hoursOf = (value: string): number | null => (value === PLATFORM ? null : Number(value))
