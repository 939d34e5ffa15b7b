import { Anchor, Group, Text } from "@mantine/core"
import type { UseQueryResult } from "@tanstack/react-query"
import { Link } from "react-router"
import type { Schemas } from "../../../api/client"
import type { Operation, StoreDetail } from "../../../api/queries"
import { Failure } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { durationOf } from "../../../parts/OperationEnd"
import { StatusBadge } from "../../../parts/StatusBadge"
import { span } from "../../../parts/time"
import { When } from "../../../parts/When"
import { kindName } from "../../../parts/words"
import classes from "./Last.module.css"
import { Section } from "./Section"

type Props = { store: StoreDetail; operations: UseQueryResult<Schemas["OperationList"]> }

/** The last operations, each with its duration as a number and as a bar beside those of the others. */
export function Last({ store, operations }: Props) {
  const items = operations.data?.items ?? []
  const longest = Math.max(1, ...items.map((operation) => durationOf(operation) ?? 0))
  const all = (
    <Anchor component={Link} to={`/stores/${store.id}/activity`} size="sm">
      Activity
    </Anchor>
  )
  return (
    <Section title="Last operations" aside={all}>
      {operations.isPending && <Loading rows={6} height={40} />}
      {operations.isError && !operations.data && (
        <Failure
          title="The operations could not be read"
          error={operations.error}
          retry={() => void operations.refetch()}
        />
      )}
      {operations.data && items.length === 0 && <Text size="sm">Nothing was done with it yet.</Text>}
      <ol className={classes.list}>
        {items.map((operation) => (
          <Line key={operation.id} operation={operation} longest={longest} />
        ))}
      </ol>
    </Section>
  )
}

function Line({ operation, longest }: { operation: Operation; longest: number }) {
  const seconds = durationOf(operation)
  return (
    <li className={classes.line}>
      <div>
        <Anchor component={Link} to={`/operations/${operation.id}`} size="sm">
          {kindName(operation.kind)}
        </Anchor>
        <Text size="xs" c="dimmed">
          <When at={operation.created_at} />
        </Text>
      </div>
      <Group gap={4}>
        <StatusBadge status={operation.status} />
      </Group>
      <div>
        <Text size="sm" ta="end" className="tabular">
          {seconds === null ? (operation.started_at ? "under way" : "not begun") : span(seconds)}
        </Text>
        <Bar share={(seconds ?? 0) / longest} status={operation.status} />
      </div>
    </li>
  )
}

function Bar({ share, status }: { share: number; status: string }) {
  return (
    <svg viewBox="0 0 100 8" preserveAspectRatio="none" className={classes.bar} data-status={status} aria-hidden="true">
      <rect x={100 - 100 * share} width={Math.max(share > 0 ? 1 : 0, 100 * share)} height={8} rx={1} />
    </svg>
  )
}
