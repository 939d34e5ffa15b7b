/** What was said, without the texts that say nothing: an empty one would be a value of its own to the API. */
export function withoutEmpty<T extends Record<string, unknown>>(said: T): Partial<T> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== "")) as Partial<T>
}
