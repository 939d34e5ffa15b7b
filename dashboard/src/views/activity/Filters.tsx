import { Group, Select, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import { useSearchParams } from "react-router"
import { kindsQuery } from "../../api/queries"
import { Folded } from "../../parts/Folded"
import { fromLocal, toLocal } from "../../parts/local-time"
import { useParam } from "../../parts/use-params"
import { usePeople } from "./use-people"
import { actionItems } from "./words"

/** Which lines are shown. All of it stands in the address. */
export function Filters({ ofOneStore, children }: { ofOneStore: boolean; children?: ReactNode }) {
  const kinds = useQuery(kindsQuery)
  const people = usePeople()
  const [params] = useSearchParams()
  const set = ["actor", "action", "since", "until", "about", ...(ofOneStore ? [] : ["store"])].filter((name) =>
    params.has(name),
  ).length
  const actions = actionItems((kinds.data?.items ?? []).map(({ name }) => name))
  const actors = [...people.names].map(([value, label]) => ({ value, label }))
  return (
    <Group gap="xs" role="search" aria-label="Activity" align="flex-end">
      <Folded active={set}>
        {!ofOneStore && <StoreId />}
        <Choice name="actor" label="Who" items={actors} />
        <Choice name="action" label="What" items={actions} />
        <Moment name="since" label="Since" />
        <Moment name="until" label="Before" />
        {children}
      </Folded>
    </Group>
  )
}

function StoreId() {
  const [store, setStore] = useParam("store")
  const [typed, setTyped] = useState(store)
  const later = useDebouncedCallback(setStore, 300)
  return (
    <TextInput
      type="search"
      label="Store"
      placeholder="Its id"
      value={typed}
      maxLength={64}
      spellCheck={false}
      autoComplete="off"
      data-search
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
      flex="1 1 140px"
      maw={220}
    />
  )
}

type Items = ReadonlyArray<{ value: string; label: string }>

function Choice({ name, label, items }: { name: string; label: string; items: Items }) {
  const [value, setValue] = useParam(name)
  // What an address names that is not in the list is shown all the same: it is what is filtered by.
  const data = value && !items.some((item) => item.value === value) ? [...items, { value, label: value }] : items
  return (
    <Select
      label={label}
      placeholder="Any"
      data={[...data]}
      value={value || null}
      onChange={setValue}
      searchable
      clearable
      clearButtonProps={{ "aria-label": `Clear: ${label}` }}
      nothingFoundMessage="None is called so"
      flex="1 1 170px"
      maw={240}
    />
  )
}

function Moment({ name, label }: { name: string; label: string }) {
  const [at, setAt] = useParam(name)
  return (
    <TextInput
      type="datetime-local"
      label={label}
      value={toLocal(at)}
      onChange={(event) => setAt(fromLocal(event.currentTarget.value))}
      flex="1 1 190px"
      maw={220}
    />
  )
}
