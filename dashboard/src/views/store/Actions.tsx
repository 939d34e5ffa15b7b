import { Button, Menu } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconChevronDown, IconExternalLink } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { useOperate } from "../../api/actions"
import { expectedQuery, kindsQuery, type StoreDetail } from "../../api/queries"
import { RefusableItem } from "../../parts/RefusableItem"
import { span } from "../../parts/time"
import { CloneDialog } from "./CloneDialog"
import { type Offer, offersOf } from "./offers"
import { RotateDialog } from "./RotateDialog"
import { SafeModeDialog } from "./SafeModeDialog"

type Props = { store: StoreDetail; operate: ReturnType<typeof useOperate> }

/** What can be done with the store from any of its tabs. */
export function Actions({ store, operate }: Props) {
  const kinds = useQuery(kindsQuery)
  const [cloning, clone] = useDisclosure()
  const [switching, safeMode] = useDisclosure()
  const [rotating, rotate] = useDisclosure()
  const dialogs: Record<string, () => void> = { clone: clone.open, rotate: rotate.open, safe_mode: safeMode.open }
  const icon = <IconExternalLink size={16} aria-hidden />
  const link = { component: "a", target: "_blank", rel: "noreferrer", leftSection: icon } as const
  return (
    <>
      <Button {...link} href={store.url} variant={store.status === "failed" ? "default" : "filled"}>
        Open shop
      </Button>
      <Button {...link} href={store.admin_url} variant="default">
        Open admin
      </Button>
      <Menu width={330} shadow="md">
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<IconChevronDown size={16} aria-hidden />}
            loading={operate.isPending}
          >
            Actions
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: "auto" }}>
          {offersOf(store, kinds.data?.items ?? []).map((offer) => (
            <Item key={offer.kind} store={store} offer={offer} operate={operate} ask={dialogs[offer.kind]} />
          ))}
        </Menu.Dropdown>
      </Menu>
      <CloneDialog store={store} opened={cloning} onClose={clone.close} />
      {rotating && <RotateDialog store={store} onClose={rotate.close} />}
      {switching && <SafeModeDialog store={store} onClose={safeMode.close} />}
    </>
  )
}

/** `ask`: opens the dialog of what is not asked for at once. */
type ItemProps = Props & { offer: Offer; ask: (() => void) | undefined }

function Item({ store, offer, operate, ask }: ItemProps) {
  const expected = useQuery(expectedQuery(store.id)).data?.expected[offer.kind]
  const { body, to } = offer
  return (
    <RefusableItem
      refused={offer.refused}
      hint={expected?.seconds ? `usually about ${span(expected.seconds)}` : ""}
      to={to && `/stores/${store.id}/${to}`}
      onClick={body ? () => operate.mutate({ store: store.id, body }) : ask}
      c={offer.kind === "delete" ? "var(--mantine-color-error)" : undefined}
    >
      {offer.label}
    </RefusableItem>
  )
}
