import { ActionIcon, Button, Group, Menu } from "@mantine/core"
import {
  IconArchive,
  IconDots,
  IconDownload,
  IconPin,
  IconPinnedOff,
  IconPlus,
  IconRestore,
  IconTrash,
} from "@tabler/icons-react"
import { useOperate } from "../../../../api/actions"
import type { StoreDetail } from "../../../../api/queries"
import { FailureLine } from "../../../../parts/Failure"
import { RefusableItem } from "../../../../parts/RefusableItem"
import { refusalOf } from "../../../../parts/refusal"
import { full } from "../../../../parts/time"
import { usePin } from "./actions"
import type { Backup } from "./queries"

export type Asked = "restore" | "download" | "delete"
type Props = { store: StoreDetail; backup: Backup; ask: (what: Asked) => void }

/** What can be done with a backup. What cannot be done now says why. */
export function BackupMenu({ store, backup, ask }: Props) {
  const operate = useOperate()
  const pin = usePin()
  const name = `the backup of ${full(backup.made_at)}`
  const refused = refusalOf(store, "restore")
  const drill = () => operate.mutate({ store: store.id, body: { kind: "drill", parameters: { backup: backup.id } } })
  return (
    <>
      <Group gap={6} wrap="nowrap" justify="flex-end">
        {!refused && (
          <Button size="xs" variant="default" onClick={() => ask("restore")} aria-label={`Restore ${name}`}>
            Restore …
          </Button>
        )}
        <Menu width={300} shadow="md">
          <Menu.Target>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={`More for ${name}`}
              loading={pin.isPending || operate.isPending}
            >
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {refused && (
              <RefusableItem leftSection={<IconRestore size={16} />} refused={refused} onClick={() => ask("restore")}>
                Restore …
              </RefusableItem>
            )}
            <RefusableItem leftSection={<IconPlus size={16} />} to={`/new?backup=${backup.id}`}>
              Restore as a new store …
            </RefusableItem>
            <RefusableItem leftSection={<IconArchive size={16} />} refused={refusalOf(store, "drill")} onClick={drill}>
              Prove it by a restore drill
            </RefusableItem>
            <RefusableItem leftSection={<IconDownload size={16} />} onClick={() => ask("download")}>
              Download …
            </RefusableItem>
            <RefusableItem
              leftSection={backup.pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
              onClick={() => pin.mutate({ backup, pinned: !backup.pinned })}
            >
              {backup.pinned ? "Unpin" : "Pin: keep until it is unpinned"}
            </RefusableItem>
            <Menu.Divider />
            <RefusableItem
              leftSection={<IconTrash size={16} />}
              refused={backup.pinned ? "It is pinned: unpin it first." : ""}
              color="red"
              onClick={() => ask("delete")}
            >
              Delete …
            </RefusableItem>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <FailureLine error={pin.error ?? operate.error} />
    </>
  )
}
