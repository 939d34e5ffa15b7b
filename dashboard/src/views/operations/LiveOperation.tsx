import { Anchor, Button, Group, Paper, Stack, Text, VisuallyHidden } from "@mantine/core"
import { IconBan } from "@tabler/icons-react"
import { Link } from "react-router"
import type { Operation } from "../../api/queries"
import { StatusBadge } from "../../parts/StatusBadge"
import { TimeBar } from "../../parts/TimeBar"
import { useNow } from "../../parts/use-now"
import { kindName } from "../../parts/words"
import { timesOf } from "./times"

/** One operation that runs or waits: what it is, how far, what it waits for, and the button that cancels it. */
export function LiveOperation({ operation, onCancel }: { operation: Operation; onCancel: () => void }) {
  const { queue, message } = operation
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 260px" miw={0}>
          <Names operation={operation} />
          {queue && (
            <Text size="sm">
              Number {queue.position} in the queue, waits for {queue.waits_for}.
            </Text>
          )}
          {!queue && message && (
            <Text size="sm" className="free-text">
              {message}
            </Text>
          )}
          <Times operation={operation} />
        </Stack>
        <CancelButton operation={operation} onCancel={onCancel} />
      </Group>
    </Paper>
  )
}

function Names({ operation }: { operation: Operation }) {
  const { id, kind, store_id, status } = operation
  return (
    <Group gap="xs">
      <Anchor component={Link} to={`/operations/${id}`} fw={600}>
        {kindName(kind)}
      </Anchor>
      <Anchor component={Link} to={`/stores/${store_id}`} className="free-text" miw={0}>
        {store_id}
      </Anchor>
      <StatusBadge status={status} />
    </Group>
  )
}

function Times({ operation }: { operation: Operation }) {
  const now = useNow()
  const { sentence, seconds } = timesOf(operation, now)
  const expected = operation.expected_seconds
  return (
    <>
      <Text size="sm" c="dimmed" className="tabular">
        {sentence}
      </Text>
      {seconds !== null && expected !== null && expected > 0 && <TimeBar seconds={seconds} expected={expected} />}
    </>
  )
}

function CancelButton({ operation, onCancel }: { operation: Operation; onCancel: () => void }) {
  const asked = operation.cancel_requested
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconBan size={14} aria-hidden />}
      onClick={asked ? undefined : onCancel}
      data-disabled={asked || undefined}
      aria-disabled={asked || undefined}
    >
      {asked ? "Being canceled" : "Cancel"}
      <VisuallyHidden component="span">
        : {kindName(operation.kind)} of {operation.store_id}
      </VisuallyHidden>
    </Button>
  )
}
