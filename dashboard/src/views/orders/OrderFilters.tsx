import { Group, Select } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { EVERY } from "../../api/live"
import { storesQuery } from "../../api/queries"
import { useParam } from "../../parts/use-params"
import { ORDER_STATUSES, spoken } from "./words"

/** Of which store and how they stand. `store`: there is only this one. */
export function OrderFilters({ store, children }: { store: string | undefined; children: ReactNode }) {
  const [status, setStatus] = useParam("status")
  return (
    <Group gap="xs" align="center">
      {store === undefined && <StoreChoice />}
      <Select
        aria-label="Status"
        placeholder="Status"
        data={ORDER_STATUSES.map((value) => ({ value, label: spoken(value) }))}
        value={status || null}
        onChange={setStatus}
        clearable
        clearButtonProps={{ "aria-label": "Clear: Status" }}
        flex={{ base: "1 1 120px", xs: "0 0 160px" }}
      />
      {children}
    </Group>
  )
}

function StoreChoice() {
  const [store, setStore] = useParam("store")
  const stores = useQuery({ ...storesQuery(), refetchInterval: EVERY.slow })
  const items = (stores.data ?? []).map(({ id, name }) => ({ value: id, label: name === id ? id : `${name} (${id})` }))
  const known = items.some(({ value }) => value === store)
  return (
    <Select
      aria-label="Store"
      placeholder="All stores"
      data={store && !known ? [{ value: store, label: store }, ...items] : items}
      value={store || null}
      onChange={setStore}
      nothingFoundMessage="No store is like that"
      limit={100}
      searchable
      clearable
      clearButtonProps={{ "aria-label": "Clear: Store" }}
      flex={{ base: "1 1 180px", xs: "0 0 240px" }}
    />
  )
}
