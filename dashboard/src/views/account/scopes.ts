import type { Scope } from "./queries"

/** What each scope allows, from least to most. */
export const SCOPES: Record<Scope, { label: string; may: string }> = {
  read: { label: "Read", may: "look at things" },
  operate: { label: "Operate", may: "look at things and change them" },
  admin: { label: "Admin", may: "look at things and change them, users too" },
}
const ORDER: readonly Scope[] = ["read", "operate", "admin"]

/** The scopes that somebody with this one may give a token: none is above their own. */
export const upTo = (scope: Scope): readonly Scope[] => ORDER.slice(0, ORDER.indexOf(scope) + 1)
