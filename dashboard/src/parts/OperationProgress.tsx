import { Alert, Button, Group, Paper, Progress, Stack, Text, VisuallyHidden } from "@mantine/core"
import { IconBan, IconCheck } from "@tabler/icons-react"
import { useCancel, useOperate } from "../api/actions"
import type { Operation } from "../api/queries"
import { useFeed } from "../api/use-feed"
import { Failure, FailureLine } from "./Failure"
import { Freshness } from "./Freshness"
import { OperationResult } from "./OperationResult"
import { Steps } from "./Steps"
import { stepsOf } from "./steps"
import { span } from "./time"
import { useNow } from "./use-now"
import { hasEnded, kindName } from "./words"

/** An operation's progress as its events tell it, its end, and what can be done about it now. */
export function OperationProgress({ operation }: { operation: Operation }) {
  const feed = useFeed(operation.id)
  const steps = stepsOf(feed.events)
  const live = !hasEnded(operation.status)
  const last = feed.events.at(-1)
  return (
    <Stack>
      {live ? <Running operation={operation} /> : <Ending operation={operation} />}
      <Freshness query={{ dataUpdatedAt: feed.heardAt, isError: feed.error !== null, failureCount: 0 }} />
      <VisuallyHidden role="status">{live && last ? `${last.step}: ${last.message}` : ""}</VisuallyHidden>
      {steps.length > 0 && (
        <Paper withBorder p="sm">
          <Steps steps={steps} live={live} />
        </Paper>
      )}
    </Stack>
  )
}

function Running({ operation }: { operation: Operation }) {
  const cancel = useCancel()
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <Stack gap={4} flex="1 1 240px">
          <Elapsed operation={operation} />
        </Stack>
        <Button
          variant="default"
          leftSection={<IconBan size={16} aria-hidden />}
          onClick={() => cancel.mutate(operation.id)}
          loading={cancel.isPending}
          disabled={operation.cancel_requested}
        >
          {operation.cancel_requested ? "Being canceled" : `Cancel: ${kindName(operation.kind)}`}
        </Button>
      </Group>
      <FailureLine error={cancel.error} />
    </Paper>
  )
}

function Elapsed({ operation }: { operation: Operation }) {
  const now = useNow()
  if (!operation.started_at) {
    const waits = (now - new Date(operation.created_at).getTime()) / 1000
    return <Text>Waiting for its turn for {span(waits)}.</Text>
  }
  const seconds = (now - new Date(operation.started_at).getTime()) / 1000
  return <Text className="tabular">Under way for {span(seconds)}.</Text>
}

function Ending({ operation }: { operation: Operation }) {
  const operate = useOperate()
  const seconds = durationOf(operation)
  if (operation.status === "succeeded") {
    return (
      <Alert
        color="teal"
        icon={<IconCheck aria-hidden />}
        title={`Done${seconds === null ? "" : ` in ${span(seconds)}`}`}
      >
        <Text size="sm" className="free-text">
          {operation.message}
        </Text>
        <OperationResult operation={operation} />
      </Alert>
    )
  }
  if (operation.status === "canceled") {
    return (
      <Alert color="gray" icon={<IconBan aria-hidden />} title="Canceled">
        {operation.message}
      </Alert>
    )
  }
  const again = operation.retryable && operation.kind === "provision"
  return (
    <Failure
      title={operation.reason ? `Failed: ${operation.reason}` : "Failed"}
      error={operation.message}
      evidence={operation.evidence}
      retry={
        again
          ? () => operate.mutate({ store: operation.store_id, body: { kind: "provision", parameters: {} } })
          : undefined
      }
    >
      <FailureLine error={operate.error} />
    </Failure>
  )
}

function durationOf({ started_at, finished_at }: Operation): number | null {
  return started_at && finished_at ? (new Date(finished_at).getTime() - new Date(started_at).getTime()) / 1000 : null
}

/** How far it is by the time that it took before: said as such, and never drawn to its end before it has ended. */
export function ByTime({ seconds, expected }: { seconds: number; expected: number }) {
  return <Progress value={Math.min(95, (100 * seconds) / expected)} aria-label="Time against what is expected" />
}
