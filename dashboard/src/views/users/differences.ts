/** What is different in `after`, and nothing else. */
export function differences<Fields extends object>(before: Fields, after: Partial<Fields>): Partial<Fields> {
  const names = Object.keys(after) as (keyof Fields)[]
  return Object.fromEntries(
    names.filter((name) => after[name] !== before[name]).map((name) => [name, after[name]]),
  ) as Partial<Fields>
}
