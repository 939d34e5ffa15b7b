// The words of the platform, as a person reads them.
const KINDS: Record<string, string> = {
  provision: "Make the store",
  backup: "Backup",
  clone: "Clone",
  configure: "Change of settings",
  drill: "Restore drill",
  install_extensions: "Installation of extensions",
  move: "Move to another cluster",
  payments: "Payments by card",
  plan: "Change of plan",
  repair: "Repair",
  restore: "Restore",
  rollback: "Rollback",
  rotate: "New passwords",
  safe_mode: "Safe mode",
  update_extensions: "Update of extensions",
  upgrade: "Upgrade",
  verify: "Test order",
  delete: "Delete",
}

/** What a kind of operation is called. One that this page does not know yet is called by its own word. */
export const kindName = (kind: string): string => KINDS[kind] ?? kind.replaceAll("_", " ")

export const statusName = (status: string): string => status.replaceAll("_", " ")

/** A reason of the platform that stands alone: with a capital letter and a full stop. */
export const asSentence = (text: string): string =>
  text && `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`

const ENDED = new Set(["succeeded", "failed", "timed_out", "canceled"])
export const hasEnded = (status: string): boolean => ENDED.has(status)
