import { useMediaQuery } from "@mantine/hooks"
import { useWindowVirtualizer } from "@tanstack/react-virtual"
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react"
import type { Store } from "../../api/queries"

import { heightOf, noteOf, type UnderWay } from "./rows"
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
  const offset = useOffset(place, narrow, stores)
  const rows = useWindowVirtualizer({
    count: stores.length,
    estimateSize: (index) => heightOf(noteAt(stores, index, underWay), narrow),
    overscan: stores.length > VIRTUAL_FROM ? 8 : stores.length,
    scrollMargin: offset,
    scrollPaddingStart: TOP,
    useFlushSync: false, // what is drawn late is drawn ahead: some lines more than can be seen
  })
  const heights = useMemo(
    () => stores.map((store) => (noteOf(store, underWay.get(store.id)) === null ? "0" : "1")).join(""),
    [stores, underWay],
  )
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
  return store ? noteOf(store, underWay.get(store.id)) : null
}

/** How far below the top of the page the list begins: looked at when it changes, not at every drawing of a scroll. */
function useOffset(place: RefObject<HTMLElement | null>, narrow: boolean, stores: readonly Store[]): number {
  const [offset, setOffset] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other stores come with other filters above them
  useLayoutEffect(() => setOffset(place.current?.offsetTop ?? 0), [narrow, stores])
  return offset
}

export type Part = Props & { before: number; after: number; of: number; first: number }
