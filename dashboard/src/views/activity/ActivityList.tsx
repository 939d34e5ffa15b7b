import { Anchor, Group, Stack, Text } from "@mantine/core"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { Empty } from "../../parts/Empty"
import { Paged } from "../../parts/Paged"
import { type Column, Rows } from "../../parts/Rows"
import { StatusBadge } from "../../parts/StatusBadge"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { activityQuery, type Line, type Wanted } from "./queries"
import { type People, usePeople } from "./use-people"
import { detailOf, fromWhere, lineName, whoOf } from "./words"

/** The lines that are wanted, newest first; more are added at the end when they are asked for. */
export function ActivityList({ wanted }: { wanted: Wanted }) {
  const query = useInfiniteQuery(activityQuery(wanted))
  const people = usePeople()
  const lines = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack gap="sm">
      <Paged query={query} what="activity" rows={8} more={lines.length > 0 ? "Load more" : "Look further back"}>
        {lines.length > 0 && (
          <Rows label="Activity" rows={lines} keyOf={({ id }) => id} columns={columns(people, wanted.store !== "")} />
        )}
        {query.data && lines.length === 0 && <Nothing more={query.hasNextPage} />}
      </Paged>
    </Stack>
  )
}

function Nothing({ more }: { more: boolean }) {
  if (more) {
    return <Empty title="Nothing like that so far">There are older lines that were not looked at yet.</Empty>
  }
  return <Empty title="There is no such activity">Change the filters. Lines are kept for a while, then they go.</Empty>
}

function columns(people: People, ofOneStore: boolean): Column<Line>[] {
  const store: Column<Line> = { head: "Store", cell: ({ store_id }) => <StoreName id={store_id} /> }
  return [
    { head: "What", cell: (line) => <What line={line} /> },
    ...(ofOneStore ? [] : [store]),
    { head: "Outcome", cell: (line) => <Outcome line={line} /> },
    { head: "Who", cell: (line) => <Who line={line} people={people} /> },
    { head: "When", cell: ({ at }) => <Moment at={at} /> },
  ]
}

function What({ line }: { line: Line }) {
  const detail = detailOf(line)
  return (
    <Stack gap={0}>
      {line.operation_id ? (
        <Anchor component={Link} to={`/operations/${line.operation_id}`} size="sm" fw={600}>
          {lineName(line)}
        </Anchor>
      ) : (
        <Text size="sm" fw={600}>
          {lineName(line)}
        </Text>
      )}
      {detail && (
        <Text size="xs" c="dimmed" fw={400} className="free-text">
          {detail}
        </Text>
      )}
    </Stack>
  )
}

function StoreName({ id }: { id: string | null }) {
  if (!id) return <Text size="sm">none</Text>
  return (
    <Anchor component={Link} to={`/stores/${id}`} size="sm" className="free-text">
      {id}
    </Anchor>
  )
}

function Outcome({ line: { outcome, reason } }: { line: Line }) {
  return (
    <Group gap={6}>
      <StatusBadge status={outcome} />
      {reason && (
        <Text size="xs" className="free-text">
          {reason}
        </Text>
      )}
    </Group>
  )
}

function Who({ line, people }: { line: Line; people: People }) {
  return (
    <Stack gap={0}>
      <Text size="sm" inherit>
        <bdi className="free-text">{whoOf(line.actor, people.me, people.names)}</bdi>
      </Text>
      <Text size="xs" c="dimmed" className="free-text">
        {fromWhere(line)}
      </Text>
    </Stack>
  )
}

function Moment({ at }: { at: string }) {
  return (
    <Stack gap={0}>
      <Text size="sm" inherit>
        <When at={at} />
      </Text>
      <Text size="xs" c="dimmed">
        {full(at)}
      </Text>
    </Stack>
  )
}
