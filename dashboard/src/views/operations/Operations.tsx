import { Stack, Text, Title, VisuallyHidden } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { liveQuery, metricsQuery, type Operation } from "../../api/queries"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { CancelDialog } from "./CancelDialog"
import { Ended } from "./Ended"
import { LiveOperation } from "./LiveOperation"
import { inOrder } from "./order"
import { Slots } from "./Slots"

/** What runs, what waits and for what, and what ended lately, over all stores. */
export default function Operations() {
  const live = useQuery(liveQuery)
  const metrics = useQuery(metricsQuery)
  const [toCancel, setToCancel] = useState<Operation | null>(null)
  useEndings(live.data)
  return (
    <Page title="Operations">
      <Freshness query={live} />
      {live.isPending && <Loading rows={6} height={88} />}
      {live.isError && !live.data && (
        <Failure title="What is under way could not be read" error={live.error} retry={() => void live.refetch()} />
      )}
      {live.data && (
        <>
          <Slots operations={live.data} total={metrics.data?.slots.total ?? null} />
          <UnderWay operations={live.data} onCancel={setToCancel} />
        </>
      )}
      {!live.isPending && <Ended busy={Boolean(live.data?.length)} />}
      <CancelDialog operation={toCancel} onClose={() => setToCancel(null)} />
    </Page>
  )
}

type Shown = { operations: readonly Operation[]; onCancel: (operation: Operation) => void }

function UnderWay({ operations, onCancel }: Shown) {
  const { running, queued } = inOrder(operations)
  if (operations.length === 0) {
    return (
      <Empty title="Nothing is under way">
        What changes a store, such as an upgrade or a backup, is seen here from the moment it is asked for.
      </Empty>
    )
  }
  return (
    <>
      <VisuallyHidden role="status">
        {running.length} under way, {queued.length} waiting
      </VisuallyHidden>
      <Part title="Under way" operations={running} onCancel={onCancel} />
      <Part title="Waiting" operations={queued} onCancel={onCancel} />
    </>
  )
}

function Part({ title, operations, onCancel }: Shown & { title: string }) {
  if (operations.length === 0) return null
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}{" "}
        <Text span c="dimmed" inherit>
          {operations.length}
        </Text>
      </Title>
      <Stack gap="xs" component="ul" className="plain-list">
        {operations.map((operation) => (
          <li key={operation.id}>
            <LiveOperation operation={operation} onCancel={() => onCancel(operation)} />
          </li>
        ))}
      </Stack>
    </section>
  )
}

/** Looks at what ended as soon as something that was under way is not any more. */
function useEndings(operations: readonly Operation[] | undefined): void {
  const client = useQueryClient()
  const before = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!operations) return
    const now = new Set(operations.map(({ id }) => id))
    const gone = [...before.current].some((id) => !now.has(id))
    before.current = now
    if (gone) void client.invalidateQueries({ queryKey: ["operations", "ended"] })
  }, [operations, client])
}
