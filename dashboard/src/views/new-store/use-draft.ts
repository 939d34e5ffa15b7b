import { useCallback, useState } from "react"
import { type Draft, EMPTY } from "./draft"

/** What is kept of a draft by the browser's tab. What it cannot read, or what another release wrote, counts as nothing. */
export function readDraft(key: string): Draft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? "{}")
    if (typeof kept !== "object" || kept === null) return EMPTY
    const fits = Object.entries(kept).filter(([name, value]) => typeof value === typeof EMPTY[name as keyof Draft])
    return { ...EMPTY, ...Object.fromEntries(fits) }
  } catch {
    return EMPTY
  }
}

export type Change = (change: Partial<Draft>) => void

/** A draft that survives a reload of the page, in this tab, until it is forgotten. */
export function useDraft(key: string): { draft: Draft; change: Change; forget: () => void } {
  const [draft, setDraft] = useState(() => readDraft(key))
  const change = useCallback<Change>(
    (what) =>
      setDraft((before) => {
        const after = { ...before, ...what }
        keep(key, after)
        return after
      }),
    [key],
  )
  const forget = useCallback(() => sessionStorage.removeItem(key), [key])
  return { draft, change, forget }
}

function keep(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // A browser that keeps nothing: the form works all the same, a reload begins it anew.
  }
}
