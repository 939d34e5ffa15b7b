import { Group, Select, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { clustersQuery, enginesQuery } from "../../api/queries"
import { useParam } from "../../parts/use-params"

const STATUSES = ["provisioning", "ready", "upgrading", "rolling_back", "restoring", "deleting", "failed"]
const SORTS = [
  { value: "", label: "By id" },
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
      <Choice name="sort" label="Order" items={SORTS.slice(1)} />
    </Group>
  )
}

function Search() {
  const [q, setQ] = useParam("q")
  const [focus] = useParam("focus")
  const [typed, setTyped] = useState(q)
  const later = useDebouncedCallback(setQ, 200)
  return (
    <TextInput
      type="search"
      aria-label="Search the stores"
      placeholder="Search ( / )"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      data-search
      data-autofocus={focus === "search" || undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value.trim())
      }}
      flex="1 1 200px"
      maw={360}
    />
  )
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
      w={160}
    />
  )
}
