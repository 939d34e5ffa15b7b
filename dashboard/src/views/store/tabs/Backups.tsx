import { Group, Stack, Text } from "@mantine/core"
import { IconDatabaseExport } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useOperate } from "../../../api/actions"
import type { StoreDetail } from "../../../api/queries"
import { Empty } from "../../../parts/Empty"
import { Failure, FailureLine } from "../../../parts/Failure"
import { Freshness } from "../../../parts/Freshness"
import { Loading } from "../../../parts/Loading"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { BackupList } from "./backups/BackupList"
import { backupsQuery } from "./backups/queries"
import { FailedRuns, LastFailed, UnderWay } from "./backups/Runs"
import { Times } from "./backups/Times"

/** A store's backups: what there is, what failed, when the next ones come, and what can be done with each. */
export default function Backups({ store }: { store: StoreDetail }) {
  const query = useQuery(backupsQuery(store.id))
  const backups = query.data
  const look = () => void query.refetch()
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Times store={store} />
        <BackUpNow store={store} />
      </Group>
      <UnderWay store={store} />
      <LastFailed store={store} backups={backups} />
      <Freshness query={query} />
      {query.isPending && <Loading rows={5} height={58} />}
      {query.isError && !backups && <Failure title="The backups could not be read" error={query.error} retry={look} />}
      {backups?.length === 0 && (
        <Empty title="There is no backup yet">
          A backup is a copy of the shop's database and files. It is listed once all of it was read back.
        </Empty>
      )}
      {backups && backups.length > 0 && <BackupList store={store} backups={backups} />}
      <FailedRuns store={store} />
    </Stack>
  )
}

function BackUpNow({ store }: { store: StoreDetail }) {
  const operate = useOperate()
  return (
    <Stack gap={4}>
      <Refusable
        refused={refusalOf(store, "backup")}
        leftSection={<IconDatabaseExport size={16} aria-hidden />}
        onClick={() => operate.mutate({ store: store.id, body: { kind: "backup", parameters: {} } })}
        loading={operate.isPending}
      >
        Back up now
      </Refusable>
      <Text component="div">
        <FailureLine error={operate.error} />
      </Text>
    </Stack>
  )
}
