import { Checkbox, List, Stack, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useOperate } from "../../../api/actions"
import type { StoreDetail } from "../../../api/queries"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { TypedName } from "../../../parts/TypedName"
import { When } from "../../../parts/When"
import { Section } from "../overview/Section"
import { backupsQuery } from "../tabs/backups/queries"

/** What cannot be undone. */
export function Danger({ store }: { store: StoreDetail }) {
  const [opened, dialog] = useDisclosure()
  return (
    <Section title="Danger zone" id="danger">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">Deleting removes the shop with all its data. It cannot be undone.</Text>
        <Refusable color="red" refused={refusalOf(store, "delete")} onClick={dialog.open}>
          Delete this store …
        </Refusable>
      </Stack>
      {opened && <DeleteDialog store={store} onClose={dialog.close} />}
    </Section>
  )
}

function DeleteDialog({ store, onClose }: { store: StoreDetail; onClose: () => void }) {
  const operate = useOperate()
  const [leave, setLeave] = useState(false)
  return (
    <TypedName
      opened
      onClose={onClose}
      title="Delete this store?"
      name={store.id}
      verb="Delete it for good"
      busy={operate.isPending}
      error={operate.error}
      onConfirm={() => operate.mutate({ store: store.id, body: { kind: "delete", parameters: { leave } } })}
    >
      <Stack gap="sm">
        <Text size="sm">This goes, and nobody can bring it back:</Text>
        <List size="sm" spacing={2}>
          <List.Item>
            the shop <b className="free-text">{store.name}</b> at <span className="free-text">{store.url}</span>
          </List.Item>
          <List.Item>its orders, products, customers and files, with their volumes</List.Item>
          <List.Item>its passwords and keys</List.Item>
          {store.operation_id && <List.Item>what is under way: it is canceled first</List.Item>}
        </List>
        <Left id={store.id} />
        {store.reason === "NamespaceNotOurs" && (
          <Checkbox
            checked={leave}
            onChange={(event) => setLeave(event.currentTarget.checked)}
            label="Leave the namespace as it is, since it is not the platform's: end well if it holds nothing of this store"
          />
        )}
      </Stack>
    </TypedName>
  )
}

/** What stays when the store is gone. */
function Left({ id }: { id: string }) {
  const query = useQuery(backupsQuery(id))
  const newest = query.data?.[0]
  if (query.isPending) return <Text size="sm">Looking for its backups …</Text>
  if (!query.data) return <Text size="sm">Whether there is a backup could not be read.</Text>
  if (!newest) return <Text size="sm">There is no backup of it: nothing of the shop is left afterwards.</Text>
  return (
    <Text size="sm">
      Its backups stay, for 30 days unless the platform is set otherwise; pinned ones longer. A new store can be made of
      one. The newest is <When at={newest.created_at} />: what came after it is lost.
    </Text>
  )
}
