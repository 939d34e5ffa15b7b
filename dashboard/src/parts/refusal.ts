import type { StoreDetail } from "../api/queries"

/** Why a store may not be asked for something now, as the platform says it; empty: it may. */
export function refusalOf(store: StoreDetail, kind: string): string {
  if (store.allowed_operations.includes(kind)) return ""
  return store.refused_operations[kind] ?? "The store does not allow it now."
}
