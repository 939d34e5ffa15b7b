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
import { AddTarget } from "./AddTarget"
import { type Target, targetsQuery } from "./queries"
import { kindLabel, ofWhom, stateOf, toldOf } from "./words"

/** Where people are told what became of stores: one's own targets, and for an admin everybody's and the platform's. */
export default function Notices() {
  const targets = useQuery(targetsQuery)
  const { id: me } = useUser()
  const [adding, setAdding] = useState(false)
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a target
    </Button>
  )
  return (
    <Page title="Notices" actions={add}>
      <Freshness query={targets} />
      {targets.isPending && <Loading rows={3} height={56} />}
      {targets.isError && !targets.data && (
        <Failure title="The targets could not be read" error={targets.error} retry={() => void targets.refetch()} />
      )}
      {targets.data?.length === 0 && (
        <Empty title="Nobody is told anything yet">
          A target is a channel in a chat, or a mailbox: it is told that a store is ready, that a backup failed.
        </Empty>
      )}
      {targets.data && targets.data.length > 0 && (
        <Rows label="Targets of notices" rows={targets.data} keyOf={({ id }) => id} columns={columns(me)} />
      )}
      <AddTarget opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}

const columns = (me: string): Column<Target>[] => [
  { head: "Target", cell: (target) => <Name target={target} /> },
  { head: "Status", cell: (target) => <StatusBadge status={stateOf(target)} /> },
  { head: "Told", cell: ({ events }) => <span className="free-text">{toldOf(events)}</span> },
  { head: "Of", cell: (target) => <bdi className="free-text">{ofWhom(target, me)}</bdi> },
]

function Name({ target: { id, kind, address, description } }: { target: Target }) {
  return (
    <Group gap={0}>
      <Anchor component={Link} to={`/notices/${id}`} size="sm" fw={600} className="free-text">
        {kindLabel(kind)}: {description || address}
      </Anchor>
      {description && (
        <Text size="xs" c="dimmed" fw={400} w="100%" className="free-text">
          {address}
        </Text>
      )}
    </Group>
  )
}
