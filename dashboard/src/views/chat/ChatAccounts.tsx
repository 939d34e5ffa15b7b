import { Button, Group, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { Failure } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { type Column, Rows } from "../../parts/Rows"
import { When } from "../../parts/When"
import { type ChatLink, chatLinksQuery, useUnlink } from "./queries"
import { providerName } from "./words"

/** Who in chat programs acts as the signed-in person, and the end of that. */
export function ChatAccounts() {
  const links = useQuery(chatLinksQuery)
  const [toUnlink, setToUnlink] = useState<ChatLink | null>(null)
  return (
    <>
      <Text size="sm" maw={640}>
        Where Slack or Mattermost are set up, say <code>/store link</code> there to run your stores from the chat.
      </Text>
      {links.isPending && <Loading rows={1} height={48} />}
      {links.isError && !links.data && (
        <Failure title="Your chat accounts could not be read" error={links.error} retry={() => void links.refetch()} />
      )}
      {links.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          No chat account is linked.
        </Text>
      )}
      {links.data && links.data.length > 0 && (
        <Rows label="Chat accounts" rows={links.data} keyOf={({ id }) => id} columns={columns(setToUnlink)} />
      )}
      <Unlink link={toUnlink} onClose={() => setToUnlink(null)} />
    </>
  )
}

const columns = (unlink: (link: ChatLink) => void): Column<ChatLink>[] => [
  { head: "Chat", cell: ({ provider }) => providerName(provider) },
  { head: "Workspace", cell: ({ workspace }) => <span className="free-text">{workspace}</span> },
  { head: "Name there", cell: ({ name }) => <span className="free-text">{name}</span> },
  { head: "Linked", cell: ({ created_at }) => <When at={created_at} /> },
  {
    head: "What can be done",
    named: false,
    cell: (link) => (
      <Group justify="flex-end">
        <Button size="xs" variant="default" aria-label={`Unlink: ${link.name}`} onClick={() => unlink(link)}>
          Unlink
        </Button>
      </Group>
    ),
  },
]

function Unlink({ link, onClose }: { link: ChatLink | null; onClose: () => void }) {
  const unlink = useUnlink()
  const close = () => {
    unlink.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={link !== null}
      onClose={close}
      title={`Unlink ${link?.name ?? ""}?`}
      verb="Unlink"
      keep="Keep it"
      busy={unlink.isPending}
      error={unlink.error}
      onConfirm={() => link && unlink.mutate(link.id, { onSuccess: close })}
    >
      <Text size="sm">
        What is said there is refused from now on. What was asked for already goes on. It can be linked again.
      </Text>
    </ConfirmDialog>
  )
}
