// What can be asked of a store from its page: at once, or where what it needs can be chosen.
import type { OperationBody } from "../../api/actions"
import type { Schemas } from "../../api/client"
import type { StoreDetail } from "../../api/queries"
import { refusalOf } from "../../parts/refusal"
import { kindName } from "../../parts/words"

export type Offer = {
  kind: string
  label: string
  /** Why it is refused now; empty: it is not. */
  refused: string
  /** Asked for at once; neither this nor `to`: a dialog asks first. */
  body?: OperationBody
  /** Where it is chosen what exactly, below the store's address. */
  to?: string
}

const LABELS: Record<string, { label: string; to?: string }> = {
  provision: { label: "Try to make it again" },
  verify: { label: "Place a test order" },
  backup: { label: "Back up now" },
  drill: { label: "Prove the newest backup" },
  upgrade: { label: "Upgrade …", to: "versions" },
  rollback: { label: "Go back to a revision …", to: "versions" },
  restore: { label: "Restore a backup …", to: "backups" },
  clone: { label: "Make a copy …" },
  rotate: { label: "Change its passwords …" },
  safe_mode: { label: "Start in safe mode …" },
  update_extensions: { label: "Update plugins and themes …", to: "extensions" },
  install_extensions: { label: "Install a plugin or a theme …", to: "extensions#install" },
  mail: { label: "Change how mail goes out …", to: "settings#mail" },
  payments: { label: "Change how buyers pay …", to: "settings#payments" },
  plan: { label: "Change the plan …", to: "settings#plan" },
  move: { label: "Move to another cluster …", to: "settings#cluster" },
  repair: { label: "Look for what was changed by hand …", to: "settings#drift" },
  configure: { label: "Change name, colour, e-mail …", to: "settings" },
  delete: { label: "Delete …", to: "settings#danger" },
}

/**
 * The offers for every kind that the store allows or refuses, in the order of LABELS; kinds that this page has no words for
 * come last. One of these that needs to be told something cannot be asked for from here.
 */
export function offersOf(store: StoreDetail, kinds: readonly Schemas["Kind"][]): Offer[] {
  const names = new Set([...store.allowed_operations, ...Object.keys(store.refused_operations)])
  const known = Object.keys(LABELS).filter((kind) => names.has(kind))
  const others = [...names].filter((kind) => !LABELS[kind] && !needs(kinds.find(({ name }) => name === kind)))
  return [...known, ...others].flatMap((kind) => offerOf(store, kind) ?? [])
}

function offerOf(store: StoreDetail, kind: string): Offer | null {
  const { label, to } = LABELS[kind] ?? { label: kindName(kind) }
  const refused = refusalOf(store, kind)
  // Making a store again is for one that failed: for all others it would say nothing but that.
  if (kind === "provision" && refused) return null
  if (to) return { kind, label, refused, to }
  if (kind === "clone" || kind === "rotate") return { kind, label, refused }
  if (kind === "safe_mode") return { kind, label: store.safe_mode ? "End safe mode …" : label, refused }
  return { kind, label, refused, body: { kind, parameters: {} } as OperationBody }
}

/** True where something has to be said besides the kind, or where it is not known what. */
function needs(kind: Schemas["Kind"] | undefined): boolean {
  const required = kind?.parameters.required
  return !kind || (Array.isArray(required) && required.length > 0) || "anyOf" in kind.parameters
}
