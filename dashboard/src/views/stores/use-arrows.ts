import { type KeyboardEvent, type RefObject, useCallback } from "react"

const SEARCH = "[data-search]"

/**
 * Arrow keys go from one store's link to the next, and from the first to the search; Home and End to the ends. Tab works as it
 * does everywhere. `show`: draws a line that is not drawn yet.
 */
export function useArrows(place: RefObject<HTMLElement | null>, count: number, show: (index: number) => void) {
  return useCallback(
    (event: KeyboardEvent) => {
      const link = (event.target as HTMLElement).closest("[data-row] a")
      const row = Number(link?.closest<HTMLElement>("[data-row]")?.dataset.row ?? Number.NaN)
      if (Number.isNaN(row) || event.ctrlKey || event.metaKey || event.altKey) return
      const next = target(event.key, row, count)
      if (next === null) return
      event.preventDefault()
      if (next < 0) document.querySelector<HTMLElement>(SEARCH)?.focus()
      else goTo(place, next, show)
    },
    [place, count, show],
  )
}

/** The line that a key goes to from another: -1 is the search above them, null: the key means nothing here. */
export function target(key: string, row: number, count: number): number | null {
  if (key === "ArrowDown") return Math.min(row + 1, count - 1)
  if (key === "ArrowUp") return row - 1
  if (key === "Home") return 0
  if (key === "End") return count - 1
  return null
}

const TRIES = 20 // frames in which a line that was far away is drawn

function goTo(place: RefObject<HTMLElement | null>, row: number, show: (index: number) => void): void {
  const find = () => place.current?.querySelector<HTMLElement>(`[data-row="${row}"] a`)
  if (!find()) show(row)
  const focus = (left: number) => {
    const link = find()
    if (link) link.focus()
    else if (left > 0) requestAnimationFrame(() => focus(left - 1))
  }
  focus(TRIES)
}

/** Goes from the search to the first store. */
export function toFirst(event: KeyboardEvent): void {
  if (event.key !== "ArrowDown") return
  const first = document.querySelector<HTMLElement>('[data-row="0"] a')
  if (!first) return
  event.preventDefault()
  first.focus()
}
