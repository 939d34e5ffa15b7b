import { Anchor, Badge, Group, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import type { StoreDetail } from "../../../../api/queries"
import { Failure } from "../../../../parts/Failure"
import { Freshness } from "../../../../parts/Freshness"
import { Loading } from "../../../../parts/Loading"
import { Refusable } from "../../../../parts/Refusable"
import { type Column, Rows } from "../../../../parts/Rows"
import { refusalOf } from "../../../../parts/refusal"
import { When } from "../../../../parts/When"
import { kindName } from "../../../../parts/words"
import { backupsQuery } from "../backups/queries"
import { historyQuery, type Revision } from "./queries"
import { RollbackDialog } from "./RollbackDialog"
import { backupsOf, noWayBack } from "./words"

/** The revisions of the store's release, and the way back to those of which a backup is there. */
export function Revisions({ store }: { store: StoreDetail }) {
  const query = useQuery(historyQuery(store))
  const backups = useQuery(backupsQuery(store.id))
  const [asked, setAsked] = useState<Revision | null>(null)
  const { data } = query
  const back: Column<Revision> = {
    head: "Way back",
    named: false,
    cell: (revision) => <Back refused={noWayBack(store, revision, backups.data)} ask={() => setAsked(revision)} />,
  }
  const refused = refusalOf(store, "rollback")
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        History
      </Title>
      <Freshness query={query} />
      {query.isPending && <Loading rows={3} height={52} />}
      {query.isError && !data && (
        <Failure title="The history could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {backups.isError && !backups.data && (
        <Failure
          title="Which revisions have a backup could not be read"
          error={backups.error}
          retry={() => void backups.refetch()}
        />
      )}
      {data?.items.length === 0 && <Text size="sm">{data.message || "There is no revision."}</Text>}
      {refused && (
        <Text size="sm" className="free-text">
          The store cannot go back now: {refused}
        </Text>
      )}
      {data && data.items.length > 0 && (
        <Rows
          label="Revisions"
          rows={data.items}
          keyOf={({ revision }) => String(revision)}
          columns={refused ? columns(store) : [...columns(store), back]}
        />
      )}
      {asked && (
        <RollbackDialog
          store={store}
          revision={asked}
          backups={backupsOf(asked, backups.data ?? [])}
          onClose={() => setAsked(null)}
        />
      )}
    </Stack>
  )
}

const columns = (store: StoreDetail): Column<Revision>[] => [
  { head: "Revision", cell: (revision) => <Which revision={revision} now={store.deployed?.revision} /> },
  {
    head: "Version",
    cell: ({ engine_version, chart_version }) =>
      `${engine_version || "not known"}, chart ${chart_version || "not known"}`,
  },
  { head: "Made by", cell: (revision) => <MadeBy revision={revision} /> },
  { head: "When", cell: ({ deployed_at }) => <When at={deployed_at} empty="not known" /> },
]

function Which({ revision: { revision, status }, now }: { revision: Revision; now: number | undefined }) {
  return (
    <Group gap="xs">
      <span className="tabular">{revision}</span>
      {revision === now && <Badge>installed</Badge>}
      <Text size="xs" c="dimmed" fw={400}>
        {status}
      </Text>
    </Group>
  )
}

function MadeBy({ revision: { kind, operation_id, description } }: { revision: Revision }) {
  if (!operation_id) return <Text size="sm">{description || "not known"}</Text>
  return (
    <Anchor component={Link} to={`/operations/${operation_id}`} size="sm">
      {kindName(kind ?? "operation")}
    </Anchor>
  )
}

function Back({ refused, ask }: { refused: string; ask: () => void }) {
  return (
    <Refusable size="xs" variant="default" refused={refused} onClick={ask}>
      Go back to this …
    </Refusable>
  )
}
