import { Group, SegmentedControl, Select, Switch, TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { IconSearch } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import { useSearchParams } from "react-router"
import { EVERY } from "../../../../api/live"
import { Folded } from "../../../../parts/Folded"
import { useParam } from "../../../../parts/use-params"
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
  const [pod, component] = [params.get("pod") ?? "", params.get("component") ?? ""]
  const set = FILTERS.filter((name) => params.has(name)).length
  const seen = health.data?.pods ?? []
  const components = new Set([...seen.map((each) => each.component), component].filter(Boolean))
  const names = new Set([...seen.map(({ name }) => name), ...pods, pod].filter(Boolean))
  return (
    <Group gap="xs" role="search" aria-label="Log" align="center">
      <Mode mode={mode} />
      <Search />
      <Folded active={set}>
        <Choice name="component" label="Part" items={[...components].sort()} width={130} />
        <Choice name="pod" label="Pod" items={[...names].sort()} width={210} />
        <Choice name="level" label="Level" items={LEVELS} width={180} />
        {children}
      </Folded>
    </Group>
  )
}

function Mode({ mode }: { mode: string }) {
  const [, setParams] = useSearchParams()
  const change = (value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before)
        if (value === "historical") after.set("mode", value)
        else for (const name of ["mode", ...OF_HISTORICAL]) after.delete(name)
        return after
      },
      { replace: true },
    )
  return <SegmentedControl size="sm" aria-label="Mode" data={MODES} value={mode} onChange={change} />
}

type Items = ReadonlyArray<string | { value: string; label: string }>

function Choice({ name, label, items, width }: { name: string; label: string; items: Items; width: number }) {
  const [value, setValue] = useParam(name)
  return (
    <Select
      aria-label={label}
      placeholder={`Any ${label.toLowerCase()}`}
      data={[...items]}
      value={value || null}
      onChange={setValue}
      clearable
      clearButtonProps={{ "aria-label": `Clear: ${label}` }}
      nothingFoundMessage="None"
      flex={`1 1 ${width}px`}
      maw={width * 1.3}
    />
  )
}

function Search() {
  const [q, setQ] = useParam("q")
  const [typed, setTyped] = useState(q)
  const later = useDebouncedCallback(setQ, 200)
  return (
    <TextInput
      type="search"
      aria-label="Search the log"
      placeholder="Search ( / )"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      data-search
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        later(event.currentTarget.value)
      }}
      flex="1 1 180px"
      maw={320}
    />
  )
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
