import { Group } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { EVERY } from "../../api/live"
import { storesQuery } from "../../api/queries"
import { ParamSelect } from "../../parts/ParamSelect"
import { ORDER_STATUSES, spoken } from "./words"

/** Of which store and how they stand. `store`: there is only this one. */
export function OrderFilters({ store, children }: { store: string | undefined; children: ReactNode }) {
  return (
    <Group gap="xs" align="center">
      {store === undefined && <StoreChoice />}
      <ParamSelect
        name="status"
        label="Status"
        items={ORDER_STATUSES.map((value) => ({ value, label: spoken(value) }))}
        flex={{ base: "1 1 120px", xs: "0 0 160px" }}
      />
      {children}
    </Group>
  )
}

function StoreChoice() {
  const stores = useQuery({ ...storesQuery(), refetchInterval: EVERY.slow })
  const items = (stores.data ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))
  return (
    <ParamSelect
      name="store"
      label="Store"
      placeholder="All stores"
      items={items}
      nothingFoundMessage="No store is like that"
      limit={100}
      searchable
      flex={{ base: "1 1 180px", xs: "0 0 240px" }}
    />
  )
}
