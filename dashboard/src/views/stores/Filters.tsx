import { Group, Select, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { clustersQuery, enginesQuery } from "../../api/queries"
import { useParam } from "../../parts/use-params"
import { toFirst } from "./use-arrows"

const STATUSES = ["provisioning", "ready", "upgrading", "rolling_back", "restoring", "deleting", "failed"]
const SORTS = [
  { value: "name", label: "By name" },
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
]

/** Search, filter and order of the list. All of it stands in the address. */
export function Filters() {
  const engines = useQuery(enginesQuery)
  const clusters = useQuery(clustersQuery)
  const engineItems = (engines.data?.items ?? []).map(({ name, title }) => ({ value: name, label: title }))
  const clusterItems = (clusters.data?.items ?? []).map(({ name }) => name)
  return (
    <Group gap="xs" role="search" aria-label="Stores">
      <Search />
      <Choice
        name="status"
        label="Status"
        items={STATUSES.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
      />
      <Choice name="engine" label="Engine" items={engineItems} />
      {clusterItems.length > 1 && <Choice name="cluster" label="Cluster" items={clusterItems} />}
      <Choice name="sort" label="Order" items={SORTS} />
    </Group>
  )
}

function Search() {
  const [q, setQ] = useParam("q")
  const [typed, setTyped] = useState(q)
  const said = useRef(q)
  const later = useDebouncedCallback((text: string) => {
    said.current = text
    setQ(text)
  }, 200)
  // The address changed by something else than this field: a filter was taken off, or somebody went back.
  useEffect(() => {
    if (q !== said.current) setTyped(q)
    said.current = q
  }, [q])
  return (
    <TextInput
      ref={useWantedFocus()}
      type="search"
      aria-label="Search the stores"
      placeholder="Search ( / )"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      data-search
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
      onKeyDown={toFirst}
      maxLength={100}
      flex="1 1 200px"
      maw={360}
    />
  )
}

/** `/` in another view comes here with a word in the address: the field is gone to, and the word goes. */
function useWantedFocus() {
  const field = useRef<HTMLInputElement>(null)
  const [focus, setFocus] = useParam("focus")
  useEffect(() => {
    if (focus !== "search") return
    field.current?.focus()
    setFocus(null)
  }, [focus, setFocus])
  return field
}

type Items = ReadonlyArray<string | { value: string; label: string }>

function Choice({ name, label, items }: { name: string; label: string; items: Items }) {
  const [value, setValue] = useParam(name)
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={[...items]}
      value={value || null}
      onChange={setValue}
      clearable
      clearButtonProps={{ "aria-label": `Clear: ${label}` }}
      flex={{ base: "1 1 130px", xs: "0 0 160px" }}
    />
  )
}
