import { Button, Group } from "@mantine/core"
import { IconX } from "@tabler/icons-react"
import { useSearchParams } from "react-router"
import { useSetParams } from "../../parts/use-params"

export const FILTERS = ["q", "status", "engine", "cluster"] as const
const LABELS: Record<string, string> = { q: "Search", status: "Status", engine: "Engine", cluster: "Cluster" }

/** The filters that are set, each with a way to take it off again. `titles`: what engines are called. */
export function Chosen({ titles }: { titles: ReadonlyMap<string, string> }) {
  const [params] = useSearchParams()
  const setParams = useSetParams()
  const set = FILTERS.filter((name) => params.get(name))
  const without = (names: readonly string[]) => setParams(Object.fromEntries(names.map((name) => [name, null])))
  if (set.length === 0) return null
  return (
    <Group gap="xs" role="group" aria-label="Filters that are set">
      {set.map((name) => (
        <Button
          key={name}
          size="compact-sm"
          variant="light"
          radius="xl"
          maw="100%"
          rightSection={<IconX size={14} aria-hidden />}
          onClick={() => without([name])}
          aria-label={`Take off the filter: ${LABELS[name]} ${wordOf(name, params.get(name) ?? "", titles)}`}
        >
          {LABELS[name]}: {wordOf(name, params.get(name) ?? "", titles)}
        </Button>
      ))}
      {set.length > 1 && (
        <Button size="compact-sm" variant="subtle" onClick={() => without(FILTERS)}>
          Clear all
        </Button>
      )}
    </Group>
  )
}

function wordOf(name: string, value: string, titles: ReadonlyMap<string, string>): string {
  if (name === "engine") return titles.get(value) ?? value
  return name === "status" ? value.replaceAll("_", " ") : value
}
