import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core"
import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { kindsQuery } from "../../api/queries"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { ParamSearch } from "../../parts/ParamSearch"
import { ParamSelect } from "../../parts/ParamSelect"
import { type Column, Rows } from "../../parts/Rows"
import { StatusBadge } from "../../parts/StatusBadge"
import { span } from "../../parts/time"
import { useParam } from "../../parts/use-params"
import { When } from "../../parts/When"
import { kindName } from "../../parts/words"
import { endedQuery, type Filter, type Line } from "./queries"

const AT_FIRST = 25
const OUTCOMES = ["succeeded", "failed", "timed_out", "canceled"]

/** What ended lately, newest first, out of the activity of all stores. */
export function Ended({ busy }: { busy: boolean }) {
  const [store] = useParam("store")
  const [kind] = useParam("kind")
  const [outcome] = useParam("outcome")
  const [count, setCount] = useState(AT_FIRST)
  const filter: Filter = { store, kind, outcome }
  const ended = useQuery({ ...endedQuery(filter, count, busy), placeholderData: keepPreviousData })
  const filtered = Boolean(store || kind || outcome)
  return (
    <Stack component="section" gap="sm" aria-label="Ended lately">
      <Title order={2} size="h4">
        Ended lately
      </Title>
      {(filtered || ended.data?.lines.length !== 0) && <Filters />}
      {ended.isPending && <Loading rows={6} height={44} />}
      {ended.isError && !ended.data && (
        <Failure title="What ended could not be read" error={ended.error} retry={() => void ended.refetch()} />
      )}
      {ended.data && <Lines lines={ended.data.lines} filtered={filtered} />}
      {ended.data?.more && (
        <Group>
          <Button variant="default" onClick={() => setCount(count + 2 * AT_FIRST)} loading={ended.isPlaceholderData}>
            Look further back
          </Button>
        </Group>
      )}
    </Stack>
  )
}

const COLUMNS: readonly Column<Line>[] = [
  {
    head: "Operation",
    cell: ({ operation_id, detail }) => (
      <Anchor component={Link} to={`/operations/${operation_id}`} inherit>
        {kindName(String(detail.kind ?? ""))}
      </Anchor>
    ),
  },
  {
    head: "Store",
    cell: ({ store_id }) => (
      <Anchor component={Link} to={`/stores/${store_id}`} inherit className="free-text">
        {store_id}
      </Anchor>
    ),
  },
  { head: "Outcome", cell: (line) => <Outcome line={line} /> },
  { head: "Took", cell: ({ detail }) => (typeof detail.seconds === "number" ? span(detail.seconds) : "did not start") },
  { head: "Ended", cell: ({ at }) => <When at={at} /> },
]

function Outcome({ line: { outcome, reason } }: { line: Line }) {
  return (
    <Group gap="xs" component="span">
      <StatusBadge status={outcome} />
      {reason && (
        <Text span size="sm">
          {reason}
        </Text>
      )}
    </Group>
  )
}

function Lines({ lines, filtered }: { lines: readonly Line[]; filtered: boolean }) {
  if (lines.length > 0) return <Rows label="Ended lately" rows={lines} keyOf={({ id }) => id} columns={COLUMNS} />
  if (filtered) return <Empty title="Nothing that ended is like that">Change the filters, or look further back.</Empty>
  return <Empty title="Nothing has ended yet">What succeeds, fails or is canceled is listed here.</Empty>
}

function Filters() {
  const kinds = useQuery(kindsQuery)
  const kindItems = (kinds.data?.items ?? []).map(({ name }) => ({ value: name, label: kindName(name) }))
  const outcomeItems = OUTCOMES.map((value) => ({ value, label: value.replaceAll("_", " ") }))
  return (
    <Group gap="xs" role="search" aria-label="What ended">
      <ParamSearch name="store" aria-label="Store, by its whole id" placeholder="Store's id" maxLength={64} w={180} />
      <ParamSelect name="kind" label="Kind" items={kindItems} w={180} />
      <ParamSelect name="outcome" label="Outcome" items={outcomeItems} w={180} />
    </Group>
  )
}
