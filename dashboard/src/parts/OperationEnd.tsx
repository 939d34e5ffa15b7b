import { Alert, Button, Group, Stack, Text } from "@mantine/core"
import { IconBan, IconCheck, IconExternalLink } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { useOperate } from "../api/actions"
import { lastOperationsQuery, type Operation, type StoreDetail, storeQuery } from "../api/queries"
import { againOf } from "./again"
import { Failure, FailureLine } from "./Failure"
import { LastLog } from "./LastLog"
import { NextStep } from "./NextStep"
import { OperationResult } from "./OperationResult"
import { Refusable } from "./Refusable"
import { span } from "./time"
import { kindName } from "./words"

/** How an operation ended, and what can be done about it now. */
export function OperationEnd({ operation }: { operation: Operation }) {
  // A store that this has removed is not asked for.
  const gone = operation.kind === "delete" && operation.status === "succeeded"
  const store = useQuery({ ...storeQuery(operation.store_id), enabled: !gone }).data
  if (operation.status === "succeeded") return <Done operation={operation} store={store} />
  return <NotDone operation={operation} store={store} />
}

/** What can be done about it is offered only as long as nothing else was done with the store since. */
function NotDone({ operation, store }: Props) {
  const newest = useQuery(lastOperationsQuery(operation.store_id)).data?.items[0]
  const last = newest?.id === operation.id
  const End = operation.status === "canceled" ? Canceled : Failed
  return (
    <Stack>
      <End operation={operation}>
        {last && <AgainButton operation={operation} store={store} />}
        {newest && !last && (
          <Text size="sm" c="dimmed">
            Something else was done with the store since.
          </Text>
        )}
      </End>
      {last && store && operation.status !== "canceled" && operation.kind !== "delete" && (
        <LastLog operation={operation} />
      )}
    </Stack>
  )
}

type Props = { operation: Operation; store: StoreDetail | undefined }

function Done({ operation, store }: Props) {
  const seconds = durationOf(operation)
  const title = `${kindName(operation.kind)}: done${seconds === null ? "" : ` in ${span(seconds)}`}`
  return (
    <Alert color="teal" icon={<IconCheck aria-hidden />} title={title}>
      <Text size="sm" className="free-text">
        {operation.message}
      </Text>
      <OperationResult operation={operation} />
      {store && operation.kind !== "delete" && (
        <Button
          component="a"
          href={store.url}
          target="_blank"
          rel="noreferrer"
          size="xs"
          mt="sm"
          leftSection={<IconExternalLink size={14} aria-hidden />}
        >
          Open shop
        </Button>
      )}
    </Alert>
  )
}

type EndProps = { operation: Operation; children: ReactNode }

function Canceled({ operation, children }: EndProps) {
  return (
    <Alert color="gray" icon={<IconBan aria-hidden />} title={`${kindName(operation.kind)}: canceled`}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" className="free-text">
          {operation.message}
        </Text>
        {children}
      </Stack>
    </Alert>
  )
}

function Failed({ operation, children }: EndProps) {
  const name = kindName(operation.kind)
  const how = operation.status === "timed_out" ? "ended, its time was up" : "failed"
  return (
    <Failure
      title={`${name}: ${how}${operation.reason ? ` (${operation.reason})` : ""}`}
      error={operation.message}
      evidence={operation.evidence.filter((line) => line !== operation.message)}
    >
      {operation.retryable === false && (
        <Text size="sm">
          Asking for the same again would fail in the same way: what is said above has to change first.
        </Text>
      )}
      <NextStep operation={operation} />
      <OperationResult operation={operation} />
      {children}
    </Failure>
  )
}

function AgainButton({ operation, store }: Props) {
  const operate = useOperate()
  const again = againOf(operation, store)
  if (!again) return null
  const same = again.body.kind === operation.kind && operation.kind !== "delete"
  const name = same ? "Try again" : `Try again: ${kindName(again.body.kind)}`
  return (
    <>
      <Group gap="xs">
        <Refusable
          refused={again.refused}
          onClick={() => operate.mutate({ store: operation.store_id, body: again.body })}
          loading={operate.isPending}
          size="xs"
        >
          {name}
        </Refusable>
        <Button component={Link} to={`/stores/${operation.store_id}/logs`} size="xs" variant="default">
          The store's logs
        </Button>
      </Group>
      <FailureLine error={operate.error} />
    </>
  )
}

/** Seconds from its start to its end; null: it did not start, or has not ended. */
export function durationOf({ started_at, finished_at }: Pick<Operation, "started_at" | "finished_at">): number | null {
  return started_at && finished_at ? (new Date(finished_at).getTime() - new Date(started_at).getTime()) / 1000 : null
}
