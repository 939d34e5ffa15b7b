import { Alert, Anchor, Group, Loader, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { type Operation, operationQuery, type StoreDetail } from "../../../../api/queries"
import { Failure, FailureLine } from "../../../../parts/Failure"
import { NextStep } from "../../../../parts/NextStep"
import { StatusBadge } from "../../../../parts/StatusBadge"
import { full } from "../../../../parts/time"
import { When } from "../../../../parts/When"
import { kindName } from "../../../../parts/words"
import { runsQuery } from "../../runs"
import { runsOf } from "./failed"
import type { Backup } from "./queries"

const OF_BACKUPS = ["backup", "drill", "restore"]

/** The operation that makes, proves or restores a backup right now. */
export function UnderWay({ store }: { store: StoreDetail }) {
  const { data } = useQuery({ ...operationQuery(store.operation_id ?? ""), enabled: store.operation_id !== null })
  if (!data || data.finished_at || !OF_BACKUPS.includes(data.kind)) return null
  return (
    <Alert
      color="blue"
      role="status"
      icon={<Loader size={18} aria-hidden />}
      title={`${kindName(data.kind)}: ${data.status}`}
    >
      <Text size="sm">
        {data.started_at ? "Begun " : "Asked for "}
        <When at={data.started_at ?? data.created_at} />.{" "}
        <Anchor component={Link} to={`/operations/${data.id}`} inherit underline="always">
          See how far it is
        </Anchor>
      </Text>
    </Alert>
  )
}

/** A backup that failed after the last good one: the shop is not backed up as it is thought to be. */
export function LastFailed({ store, backups }: { store: StoreDetail; backups: readonly Backup[] | undefined }) {
  const { data } = useQuery(runsQuery(store.id))
  const failed = runsOf(data ?? []).newestBackupFailed
  if (!failed) return null
  const newest = backups?.[0]
  return (
    <Failure
      title={`The last backup failed, ${full(failed.finished_at ?? failed.created_at)}`}
      error={failed.message}
      evidence={failed.evidence.filter((line) => line !== failed.message)}
    >
      <NextStep operation={failed} />
      <Text size="sm">
        {newest ? `The newest backup that there is was made ${full(newest.made_at)}. ` : "There is no other backup. "}
        <Anchor component={Link} to={`/operations/${failed.id}`} inherit underline="always">
          To the operation
        </Anchor>
      </Text>
    </Failure>
  )
}

/** Backups and drills that came to nothing, of the store's newest operations. */
export function FailedRuns({ store }: { store: StoreDetail }) {
  const { data, error } = useQuery(runsQuery(store.id))
  const { failed } = runsOf(data ?? [])
  if (error && !data) return <FailureLine error={error} />
  if (failed.length === 0) return null
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        Backups and drills that came to nothing
      </Title>
      <Stack gap="xs" component="ul" className="plain-list">
        {failed.map((operation) => (
          <li key={operation.id}>
            <FailedRun operation={operation} />
          </li>
        ))}
      </Stack>
    </Stack>
  )
}

function FailedRun({ operation: { id, kind, status, finished_at, created_at, message } }: { operation: Operation }) {
  return (
    <Group gap="xs" align="baseline">
      <StatusBadge status={status} />
      <Anchor component={Link} to={`/operations/${id}`} size="sm">
        {kindName(kind)}
      </Anchor>
      <Text size="sm" c="dimmed">
        <When at={finished_at ?? created_at} />
      </Text>
      <Text size="sm" className="free-text" flex="1 1 260px">
        {message}
      </Text>
    </Group>
  )
}
