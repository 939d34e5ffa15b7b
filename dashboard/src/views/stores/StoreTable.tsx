import { Table } from "@mantine/core"
import { memo } from "react"
import type { Operation, Store } from "../../api/queries"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import { EngineName, Names } from "./Parts"
import { heightOf, noteOf } from "./rows"
import type { Part } from "./StoreList"
import classes from "./StoreList.module.css"

export function StoreTable({ stores, before, after, of, first, underWay, titles }: Part) {
  return (
    <Table verticalSpacing={0} aria-rowcount={of + 1} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="40%">Store</Table.Th>
          <Table.Th w={140}>Status</Table.Th>
          <Table.Th w={170}>Engine</Table.Th>
          <Table.Th visibleFrom="md">Plan</Table.Th>
          <Table.Th visibleFrom="md">Made</Table.Th>
          <Table.Th visibleFrom="lg">Test order</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <tbody>
        {before > 0 && <Gap height={before} />}
        {stores.map((store, index) => (
          <StoreLine
            key={store.id}
            store={store}
            operation={underWay.get(store.id)}
            engine={titles.get(store.engine) ?? store.engine}
            row={first + index}
          />
        ))}
        {after > 0 && <Gap height={after} />}
      </tbody>
    </Table>
  )
}

/** A store as a line shows it. `engine`: what its engine is called; `row`: which line it is, from 0. */
export type Line = { store: Store; operation: Operation | undefined; engine: string; row: number }

const CELL = classes.cell ?? ""
const FROM_MD = `${CELL} mantine-visible-from-md`
const FROM_LG = `${CELL} mantine-visible-from-lg`

/** Drawn again only when what it shows has changed: scrolling draws the lines that come, and no others. */
const StoreLine = memo(function StoreLine({ store, operation, engine, row }: Line) {
  const note = noteOf(store, operation)
  return (
    <tr
      style={{ height: heightOf(note, false) }}
      className={`row-link ${classes.line}`}
      aria-rowindex={row + 2}
      data-row={row}
    >
      <td className={CELL}>
        <Names store={store} note={note} />
      </td>
      <td className={CELL}>
        <StatusBadge status={store.status} />
      </td>
      <td className={CELL}>
        <EngineName name={store.engine} title={engine} />
      </td>
      <td className={FROM_MD}>{store.plan}</td>
      <td className={FROM_MD}>
        <When at={store.created_at} />
      </td>
      <td className={FROM_LG}>
        <When at={store.verified_at} empty="not yet" />
      </td>
    </tr>
  )
})

/** The height of the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={6} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
