import { useMediaQuery } from "@mantine/hooks"
import { useWindowVirtualizer } from "@tanstack/react-virtual"
import { useCallback, useLayoutEffect, useRef, useState } from "react"
import type { Store } from "../../api/queries"
import type { UnderWay } from "./live"
import { heightOf, noteOf } from "./rows"
import { StoreCards } from "./StoreCards"
import { StoreTable } from "./StoreTable"
import { useArrows } from "./use-arrows"

const VIRTUAL_FROM = 100 // so many are drawn as they are: the browser's own search finds all of them
const TOP = 120 // pixels that are kept free above a line that is gone to: the header of the page, and of the table

/** `titles`: what engines are called. */
type Props = { stores: readonly Store[]; underWay: UnderWay; titles: ReadonlyMap<string, string> }

/** The stores as a table, or as cards where the window is narrow. Of very many only those that can be seen are drawn. */
export function StoreList({ stores, underWay, titles }: Props) {
  const narrow = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false }) ?? false
  const place = useRef<HTMLDivElement>(null)
  const offset = useOffset(place)
  const rows = useWindowVirtualizer({
    count: stores.length,
    estimateSize: (index) => heightOf(noteAt(stores, index, underWay), narrow),
    overscan: stores.length > VIRTUAL_FROM ? 12 : stores.length,
    scrollMargin: offset,
    scrollPaddingStart: TOP,
  })
  const heights = stores.map((store) => noteOf(store, underWay) !== null).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said of stores decides how high the lines are
  useLayoutEffect(() => rows.measure(), [heights, narrow])
  const arrows = useArrows(
    place,
    stores.length,
    useCallback((index) => rows.scrollToIndex(index), [rows]),
  )
  const items = rows.getVirtualItems()
  const part = {
    stores: items.flatMap(({ index }) => stores[index] ?? []),
    before: Math.max(0, (items[0]?.start ?? offset) - offset),
    after: Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset)),
    first: items[0]?.index ?? 0,
    ...{ underWay, titles },
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the links in it
    <div ref={place} onKeyDown={arrows}>
      {narrow ? <StoreCards {...part} of={stores.length} /> : <StoreTable {...part} of={stores.length} />}
    </div>
  )
}

const noteAt = (stores: readonly Store[], index: number, underWay: UnderWay) => {
  const store = stores[index]
  return store ? noteOf(store, underWay) : null
}

/** How far below the top of the page something begins. What is above it may grow. */
function useOffset(place: React.RefObject<HTMLElement | null>): number {
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(place.current?.offsetTop ?? 0))
  return offset
}

export type Part = Props & { before: number; after: number; of: number; first: number }
