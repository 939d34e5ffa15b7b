import { Group } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useSearchParams } from "react-router"
import { kindsQuery } from "../../api/queries"
import { Folded } from "../../parts/Folded"
import { ParamSearch } from "../../parts/ParamSearch"
import { ParamSelect } from "../../parts/ParamSelect"
import { ParamTime } from "../../parts/ParamTime"
import { usePeople } from "./use-people"
import { actionItems } from "./words"

const CHOICE = {
  ...{ above: true, placeholder: "Any", searchable: true, nothingFoundMessage: "None is called so" },
  ...{ flex: "1 1 170px", maw: 240 },
}
const TIME = { flex: "1 1 190px", maw: 220 }

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
        {!ofOneStore && (
          <ParamSearch
            name="store"
            label="Store"
            placeholder="Its id"
            maxLength={64}
            spellCheck={false}
            autoComplete="off"
            data-search
            flex="1 1 140px"
            maw={220}
          />
        )}
        <ParamSelect name="actor" label="Who" items={actors} {...CHOICE} />
        <ParamSelect name="action" label="What" items={actions} {...CHOICE} />
        <ParamTime name="since" label="Since" {...TIME} />
        <ParamTime name="until" label="Before" {...TIME} />
        {children}
      </Folded>
    </Group>
  )
}
