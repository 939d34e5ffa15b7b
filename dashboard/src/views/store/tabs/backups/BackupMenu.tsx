import { ActionIcon, Button, Group, Menu, Text } from "@mantine/core"
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
import type { ReactNode } from "react"
import { Link } from "react-router"
import { useOperate } from "../../../../api/actions"
import type { StoreDetail } from "../../../../api/queries"
import { FailureLine } from "../../../../parts/Failure"
import { full } from "../../../../parts/time"
import { refusalOf } from "../../refusal"
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
              <Item icon={<IconRestore size={16} />} refused={refused} onClick={() => ask("restore")}>
                Restore …
              </Item>
            )}
            <Menu.Item leftSection={<IconPlus size={16} />} component={Link} to={`/new?backup=${backup.id}`}>
              Restore as a new store …
            </Menu.Item>
            <Item icon={<IconArchive size={16} />} refused={refusalOf(store, "drill")} onClick={drill}>
              Prove it by a restore drill
            </Item>
            <Item icon={<IconDownload size={16} />} onClick={() => ask("download")}>
              Download …
            </Item>
            <Item
              icon={backup.pinned ? <IconPinnedOff size={16} /> : <IconPin size={16} />}
              onClick={() => pin.mutate({ backup, pinned: !backup.pinned })}
            >
              {backup.pinned ? "Unpin" : "Pin: keep until it is unpinned"}
            </Item>
            <Menu.Divider />
            <Item
              icon={<IconTrash size={16} />}
              refused={backup.pinned ? "It is pinned: unpin it first." : ""}
              color="red"
              onClick={() => ask("delete")}
            >
              Delete …
            </Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <FailureLine error={pin.error ?? operate.error} />
    </>
  )
}

type ItemProps = { icon: ReactNode; refused?: string; color?: string; onClick: () => void; children: ReactNode }

/** What is refused can be reached by the keyboard like the others, so that everybody hears why. */
function Item({ icon, refused = "", color, onClick, children }: ItemProps) {
  if (!refused) {
    return (
      <Menu.Item leftSection={icon} color={color} onClick={onClick}>
        {children}
      </Menu.Item>
    )
  }
  return (
    <Menu.Item leftSection={icon} aria-disabled closeMenuOnClick={false} c="dimmed">
      {children}
      <Text size="xs" component="span" display="block" className="free-text">
        {refused}
      </Text>
    </Menu.Item>
  )
}
