import { Button, Group, Modal, Paper, Stack, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconBan } from "@tabler/icons-react"
import { useCancel } from "../api/actions"
import type { Operation } from "../api/queries"
import { usually } from "./expected"
import { FailureLine } from "./Failure"
import { TimeBar } from "./TimeBar"
import { clock, span } from "./time"
import { useNow } from "./use-now"
import { kindName } from "./words"

/** An operation that waits or runs: for how long, what is expected, and how to end it. */
export function OperationRunning({ operation }: { operation: Operation }) {
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" align="flex-start">
        <Stack gap={6} flex="1 1 260px">
          {operation.started_at ? (
            <UnderWay operation={operation} startedAt={operation.started_at} />
          ) : (
            <Waiting operation={operation} />
          )}
        </Stack>
        <Cancel operation={operation} />
      </Group>
    </Paper>
  )
}

function Waiting({ operation }: { operation: Operation }) {
  const now = useNow()
  const seconds = (now - new Date(operation.created_at).getTime()) / 1000
  const { queue } = operation
  return (
    <>
      <Text fw={600} className="tabular">
        {queue ? `Number ${queue.position} in the queue, ` : "Waiting for its turn "}for {span(seconds)}
      </Text>
      {queue && <Text size="sm">It waits for {queue.waits_for}.</Text>}
      <Text size="sm" c="dimmed">
        {usually(operation.expected_seconds, operation.expected_of)}
      </Text>
    </>
  )
}

function UnderWay({ operation, startedAt }: { operation: Operation; startedAt: string }) {
  const now = useNow()
  const seconds = Math.max(0, (now - new Date(startedAt).getTime()) / 1000)
  const expected = operation.expected_seconds
  const longer = expected !== null && seconds > expected
  return (
    <>
      <Text fw={600} className="tabular">
        Under way for {span(seconds)}
        {operation.attempt > 1 && `, begun for the ${ordinal(operation.attempt)} time`}
      </Text>
      {expected !== null && <TimeBar seconds={seconds} expected={expected} />}
      <Text size="sm" c="dimmed">
        {usually(expected, operation.expected_of)}
        {expected !== null && (longer ? " This one takes longer." : " The bar shows time, not work.")}
        {operation.deadline_at && longer && ` It is ended at ${clock(operation.deadline_at)} if it goes on until then.`}
      </Text>
    </>
  )
}

const ordinal = (number: number): string => (number === 2 ? "2nd" : number === 3 ? "3rd" : `${number}th`)

function Cancel({ operation }: { operation: Operation }) {
  const cancel = useCancel()
  const [asked, ask] = useDisclosure()
  const name = kindName(operation.kind)
  // What only waits has changed nothing: it is canceled without being asked twice.
  const begin = () => (operation.started_at ? ask.open() : cancel.mutate(operation.id))
  const confirm = () => cancel.mutate(operation.id, { onSuccess: ask.close })
  return (
    <Stack gap={4} align="flex-end" maw={320}>
      <Button
        variant="default"
        leftSection={<IconBan size={16} aria-hidden />}
        onClick={begin}
        loading={cancel.isPending}
        disabled={operation.cancel_requested}
      >
        {operation.cancel_requested ? "Being canceled" : `Cancel: ${name}`}
      </Button>
      {!asked && <FailureLine error={cancel.error} />}
      <Modal opened={asked} onClose={ask.close} title={`Cancel: ${name}?`} closeButtonProps={{ "aria-label": "Close" }}>
        <Text size="sm">
          It has begun. What it has done until now is not undone: the store may be failed afterwards, and says then what
          puts it right.
        </Text>
        <FailureLine error={cancel.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={ask.close} data-autofocus>
            Let it go on
          </Button>
          <Button color="red" onClick={confirm} loading={cancel.isPending}>
            Cancel it
          </Button>
        </Group>
      </Modal>
    </Stack>
  )
}
