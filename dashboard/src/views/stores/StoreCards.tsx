import { Card } from "@mantine/core"
import { memo } from "react"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import { EngineName, Names } from "./Parts"
import { cardHeight, heightOf, noteOf } from "./rows"
import type { Part } from "./StoreList"
import classes from "./StoreList.module.css"
import type { Line } from "./StoreTable"

export function StoreCards({ stores, before, after, of, first, underWay, titles }: Part) {
  return (
    <ul className={classes.list} style={{ paddingBlock: `${before}px ${after}px` }}>
      {stores.map((store, index) => (
        <StoreCard
          key={store.id}
          store={store}
          operation={underWay.get(store.id)}
          engine={titles.get(store.engine) ?? store.engine}
          row={first + index}
          of={of}
        />
      ))}
    </ul>
  )
}

const StoreCard = memo(function StoreCard({ store, operation, engine, row, of }: Line & { of: number }) {
  const note = noteOf(store, operation)
  return (
    <li style={{ height: heightOf(note, true) }} aria-setsize={of} aria-posinset={row + 1} data-row={row}>
      <Card withBorder padding="sm" h={cardHeight(note)}>
        <div className={classes.names} style={{ alignItems: "flex-start" }}>
          <Names store={store} note={note} />
          <StatusBadge status={store.status} />
        </div>
        <div className={classes.engine} style={{ marginTop: "auto" }}>
          <EngineName name={store.engine} title={engine} />
          <span className={classes.engineName}>
            · {store.plan} · made <When at={store.created_at} />
          </span>
        </div>
      </Card>
    </li>
  )
})
