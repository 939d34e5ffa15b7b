import { Anchor, Button, Group, Text } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import { useUser } from "../../api/session"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { type Column, Rows } from "../../parts/Rows"
import { StatusBadge } from "../../parts/StatusBadge"
import { AddWebhook } from "./AddWebhook"
import { type Webhook, webhooksQuery } from "./queries"
import { ofWhom, stateOf } from "./words"

/** Who is told of events over HTTP: one's own webhooks, and for an admin everybody's and the platform's. */
export default function Webhooks() {
  const webhooks = useQuery(webhooksQuery)
  const { id: me } = useUser()
  const [adding, setAdding] = useState(false)
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a webhook
    </Button>
  )
  return (
    <Page title="Webhooks" actions={add}>
      <Freshness query={webhooks} />
      {webhooks.isPending && <Loading rows={3} height={56} />}
      {webhooks.isError && !webhooks.data && (
        <Failure title="The webhooks could not be read" error={webhooks.error} retry={() => void webhooks.refetch()} />
      )}
      {webhooks.data?.length === 0 && (
        <Empty title="There is no webhook yet">
          A webhook is a URL that is told what happens to stores: that one is ready, that a backup failed.
        </Empty>
      )}
      {webhooks.data && webhooks.data.length > 0 && (
        <Rows label="Webhooks" rows={webhooks.data} keyOf={({ id }) => id} columns={columns(me)} />
      )}
      <AddWebhook opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

const columns = (me: string): Column<Webhook>[] => [
  { head: "Webhook", cell: (webhook) => <Name webhook={webhook} /> },
  { head: "Status", cell: (webhook) => <StatusBadge status={stateOf(webhook)} /> },
  { head: "Told", cell: ({ events }) => <span className="free-text">{events.join(", ")}</span> },
  { head: "Of", cell: (webhook) => <bdi className="free-text">{ofWhom(webhook, me)}</bdi> },
]

function Name({ webhook: { id, url, description } }: { webhook: Webhook }) {
  return (
    <Group gap={0}>
      <Anchor component={Link} to={`/webhooks/${id}`} size="sm" fw={600} className="free-text">
        {url}
      </Anchor>
      {description && (
        <Text size="xs" c="dimmed" fw={400} w="100%" className="free-text">
          {description}
        </Text>
      )}
    </Group>
  )
}
