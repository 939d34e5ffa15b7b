// How many stores somebody has and may have, in words.
import type { Schemas } from "../api/client"

export type Places = Schemas["Places"]

const NUMBERS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]

/** "2 of 3 stores"; empty where there is no limit. */
export function placesLine({ used, limit }: Places): string {
  return limit === null || used === null
    ? ""
    : `${used.toLocaleString()} of ${limit.toLocaleString()} ${limit === 1 ? "store" : "stores"}`
}

/** True where no further store can be made. */
export const isFull = ({ used, limit }: Places): boolean => limit !== null && used !== null && used >= limit

/** What the next store means for the limit: "You have 2 of 3 stores; this will be the third." Empty where there is none. */
export function nextPlace(places: Places): string {
  const line = placesLine(places)
  if (line === "" || places.used === null) return ""
  if (isFull(places)) return `You have ${line}: delete one, or ask an admin for more.`
  return `You have ${line}; this will be ${which(places.used)}.`
}

/** Which store the next one is. */
function which(used: number): string {
  const word = NUMBERS[used]
  return word ? `the ${word}` : `store number ${used + 1}`
}
