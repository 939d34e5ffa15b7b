import { Group } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { clustersQuery, enginesQuery } from "../../api/queries"
import { ParamSearch } from "../../parts/ParamSearch"
import { ParamSelect } from "../../parts/ParamSelect"
import { useParam } from "../../parts/use-params"
import { toFirst } from "./use-arrows"

const STATUSES = ["provisioning", "ready", "upgrading", "rolling_back", "restoring", "deleting", "failed"]
const STATUS_ITEMS = STATUSES.map((value) => ({ value, label: value.replaceAll("_", " ") }))
const SORTS = [
  { value: "name", label: "By name" },
  { value: "-created_at", label: "Newest first" },
  { value: "created_at", label: "Oldest first" },
]
const WIDTH = { base: "1 1 130px", xs: "0 0 160px" }

/** Search, filter and order of the list. All of it stands in the address. */
export function Filters() {
  const engines = useQuery(enginesQuery)
  const clusters = useQuery(clustersQuery)
  const engineItems = (engines.data?.items ?? []).map(({ name, title }) => ({ value: name, label: title }))
  const clusterItems = (clusters.data?.items ?? []).map(({ name }) => name)
  return (
    <Group gap="xs" role="search" aria-label="Stores">
      <ParamSearch
        name="q"
        ref={useWantedFocus()}
        aria-label="Search the stores"
        placeholder="Search ( / )"
        leftSection={<IconSearch size={16} aria-hidden />}
        data-search
        onKeyDown={toFirst}
        maxLength={100}
        flex="1 1 200px"
        maw={360}
      />
      <ParamSelect name="status" label="Status" items={STATUS_ITEMS} flex={WIDTH} />
      <ParamSelect name="engine" label="Engine" items={engineItems} flex={WIDTH} />
      {clusterItems.length > 1 && <ParamSelect name="cluster" label="Cluster" items={clusterItems} flex={WIDTH} />}
      <ParamSelect name="sort" label="Order" items={SORTS} flex={WIDTH} />
    </Group>
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
