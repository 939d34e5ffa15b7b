import { Badge, Group, Stack, Text } from "@mantine/core"
import { IconPin } from "@tabler/icons-react"
import { useState } from "react"
import type { StoreDetail } from "../../../../api/queries"
import { type Column, Rows } from "../../../../parts/Rows"
import { refusalOf } from "../../../../parts/refusal"
import { StatusBadge } from "../../../../parts/StatusBadge"
import { bytes, full, span } from "../../../../parts/time"
import { useNow } from "../../../../parts/use-now"
import { When } from "../../../../parts/When"
import classes from "./BackupList.module.css"
import { type Asked, BackupMenu } from "./BackupMenu"
import { DeleteDialog } from "./DeleteDialog"
import { DownloadDialog } from "./DownloadDialog"
import type { Backup } from "./queries"
import { RestoreDialog } from "./RestoreDialog"
import { causeName, countsOf, restoredIn } from "./words"

type Props = { store: StoreDetail; backups: readonly Backup[] }

/** The backups, newest first, each with what can be done with it. */
export function BackupList({ store, backups }: Props) {
  const [asked, setAsked] = useState<{ what: Asked; backup: Backup } | null>(null)
  const close = () => setAsked(null)
  const menu: Column<Backup> = {
    head: "What can be done",
    named: false,
    cell: (backup) => <BackupMenu store={store} backup={backup} ask={(what) => setAsked({ what, backup })} />,
  }
  const refused = refusalOf(store, "restore")
  return (
    <>
      {refused && (
        <Text size="sm" className="free-text">
          No backup can be restored now: {refused}
        </Text>
      )}
      <Rows label="Backups" rows={backups} keyOf={({ id }) => id} columns={[...COLUMNS, menu]} />
      {asked?.what === "restore" && <RestoreDialog store={store} backup={asked.backup} onClose={close} />}
      {asked?.what === "download" && <DownloadDialog backup={asked.backup} onClose={close} />}
      {asked?.what === "delete" && <DeleteDialog backup={asked.backup} onClose={close} />}
    </>
  )
}

const COLUMNS: readonly Column<Backup>[] = [
  { head: "Made", cell: (backup) => <Made backup={backup} /> },
  { head: "Status", cell: (backup) => <Status backup={backup} /> },
  { head: "In it", cell: (backup) => <Content backup={backup} /> },
  { head: "Size", number: true, cell: ({ size }) => <span className={classes.whole}>{bytes(size)}</span> },
  { head: "Kept", cell: (backup) => <Kept backup={backup} /> },
]

function Made({ backup: { made_at, cause } }: { backup: Backup }) {
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} inherit>
        <When at={made_at} />
      </Text>
      <Text size="xs" c="dimmed" fw={400} className={classes.whole}>
        {full(made_at)}
      </Text>
      <Text size="xs" c="dimmed" fw={400}>
        {causeName(cause)}
      </Text>
    </Stack>
  )
}

function Status({ backup }: { backup: Backup }) {
  return (
    <Stack gap={2} align="flex-start">
      <StatusBadge status={backup.status} />
      <Text size="xs" c="dimmed">
        {backup.proven_at ? (
          <>
            last restored OK <When at={backup.proven_at} />
            {restoredIn(backup)}
          </>
        ) : (
          "read back, not restored yet"
        )}
      </Text>
    </Stack>
  )
}

function Content({ backup: { counts, highest_order, engine_version, revision } }: { backup: Backup }) {
  const more = [
    highest_order && `last order ${highest_order}`,
    `version ${engine_version}`,
    revision !== null && `revision ${revision}`,
  ]
  return (
    <Stack gap={0}>
      <Text size="sm" inherit>
        {countsOf(counts)}
      </Text>
      <Text size="xs" c="dimmed">
        {more.filter(Boolean).join(" · ")}
      </Text>
    </Stack>
  )
}

function Kept({ backup: { pinned, kept_until } }: { backup: Backup }) {
  const now = useNow()
  if (pinned) {
    return (
      <Group gap={4}>
        <Badge variant="default" leftSection={<IconPin size={12} aria-hidden />}>
          pinned
        </Badge>
      </Group>
    )
  }
  if (!kept_until) return <>until newer ones take its place</>
  if (new Date(kept_until).getTime() <= now) return <>may go at any time</>
  return (
    <time dateTime={kept_until} title={full(kept_until)}>
      at least {span((new Date(kept_until).getTime() - now) / 1000)}
    </time>
  )
}
