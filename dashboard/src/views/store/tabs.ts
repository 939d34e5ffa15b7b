// The tabs of a store, each with an address and in a chunk of its own.
import { type ComponentType, lazy } from "react"
import type { StoreDetail } from "../../api/queries"

export type Tab = { path: string; label: string; Shown: ComponentType<{ store: StoreDetail }> }

export const TABS: readonly Tab[] = [
  { path: "", label: "Overview", Shown: lazy(() => import("./tabs/Overview")) },
  { path: "orders", label: "Orders", Shown: lazy(() => import("./tabs/Orders")) },
  { path: "backups", label: "Backups", Shown: lazy(() => import("./tabs/Backups")) },
  { path: "versions", label: "Versions", Shown: lazy(() => import("./tabs/Versions")) },
  { path: "extensions", label: "Plugins", Shown: lazy(() => import("./tabs/Extensions")) },
  { path: "logs", label: "Logs", Shown: lazy(() => import("./tabs/Logs")) },
  { path: "activity", label: "Activity", Shown: lazy(() => import("./tabs/Activity")) },
  { path: "settings", label: "Settings", Shown: lazy(() => import("./tabs/Settings")) },
]

/** The tab of an address; none: there is no such tab. */
export const tabOf = (path: string): Tab | undefined => TABS.find((tab) => tab.path === path)
