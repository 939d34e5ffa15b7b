// What there is to say of plugins, themes and modules.
import type { Extension } from "./queries"

/** Who brought it. `mine`: the reader is the store's owner. */
export function originName({ origin }: Pick<Extension, "origin">, mine: boolean): string {
  if (origin === "image") return "with the platform"
  return mine ? "yours" : "the owner's"
}

/** Whether the shop runs it. Safe mode runs none of the owner's, and leaves what is chosen as it is. */
export function activeName({ active, origin }: Pick<Extension, "active" | "origin">, safeMode: boolean): string {
  if (!active) return "not active"
  return safeMode && origin === "owner" ? "active after safe mode" : "active"
}

/** The owner's before those of the platform: they are what can be changed. */
export const ownersFirst = (items: readonly Extension[]): Extension[] => [
  ...items.filter(({ origin }) => origin === "owner"),
  ...items.filter(({ origin }) => origin !== "owner"),
]

/** How many there are and how many of them could be updated. */
export function countName(items: readonly Pick<Extension, "update">[]): string {
  const offered = items.filter(({ update }) => update !== null).length
  const updates = offered === 0 ? "no update is offered" : offered === 1 ? "1 update is offered" : null
  return `${items.length} in all, ${updates ?? `${offered} updates are offered`}`
}

export const keyOf = ({ store, kind, slug, name }: Extension): string => `${store}/${kind}/${slug}/${name}`
