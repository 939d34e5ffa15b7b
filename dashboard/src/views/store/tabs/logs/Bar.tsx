import { Group, SegmentedControl, Switch } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useSearchParams } from "react-router"
import { EVERY } from "../../../../api/live"
import { Folded } from "../../../../parts/Folded"
import { ParamSearch } from "../../../../parts/ParamSearch"
import { ParamSelect } from "../../../../parts/ParamSelect"
import { useParam, useSetParams } from "../../../../parts/use-params"
import { healthQuery } from "../../queries"

const MODES = [
  { value: "follow", label: "Follow" },
  { value: "historical", label: "Historical" },
]
const LEVELS = [
  { value: "error", label: "Errors" },
  { value: "warning", label: "Errors and warnings" },
]
// What one of the modes has and the other has not.
const OF_HISTORICAL = ["since", "tail", "previous"]
const FILTERS = ["component", "pod", "level", ...OF_HISTORICAL]

type Props = {
  store: string
  mode: "follow" | "historical"
  /** Pods that the log itself names. */
  pods: readonly string[]
  children?: ReactNode
}

/** What of a log is shown, and how. All of it stands in the address. */
export function Bar({ store, mode, pods, children }: Props) {
  const health = useQuery({ ...healthQuery(store), staleTime: EVERY.slow, refetchInterval: false })
  const [params] = useSearchParams()
  const set = FILTERS.filter((name) => params.has(name)).length
  const seen = health.data?.pods ?? []
  const components = new Set(seen.map(({ component }) => component).filter(Boolean))
  const names = new Set([...seen.map(({ name }) => name), ...pods].filter(Boolean))
  return (
    <Group gap="xs" role="search" aria-label="Log" align="center">
      <Mode mode={mode} />
      <ParamSearch
        name="q"
        exact
        aria-label="Search the log"
        placeholder="Search ( / )"
        leftSection={<IconSearch size={16} aria-hidden />}
        data-search
        flex="1 1 180px"
        maw={320}
      />
      <Folded active={set}>
        <ParamSelect name="component" label="Part" items={[...components].sort()} {...look("part", 130)} />
        <ParamSelect name="pod" label="Pod" items={[...names].sort()} {...look("pod", 210)} />
        <ParamSelect name="level" label="Level" items={LEVELS} {...look("level", 180)} />
        {children}
      </Folded>
    </Group>
  )
}

const look = (what: string, width: number) => ({
  ...{ placeholder: `Any ${what}`, nothingFoundMessage: "None", flex: `1 1 ${width}px`, maw: width * 1.3 },
})

function Mode({ mode }: { mode: string }) {
  const setParams = useSetParams()
  const change = (value: string) =>
    setParams(
      value === "historical"
        ? { mode: value }
        : Object.fromEntries(["mode", ...OF_HISTORICAL].map((name) => [name, null])),
    )
  return <SegmentedControl size="sm" aria-label="Mode" data={MODES} value={mode} onChange={change} />
}

export function Wrap() {
  const [wrap, setWrap] = useParam("wrap")
  return (
    <Switch
      label="Wrap lines"
      checked={wrap !== "off"}
      onChange={(event) => setWrap(event.currentTarget.checked ? null : "off")}
    />
  )
}
