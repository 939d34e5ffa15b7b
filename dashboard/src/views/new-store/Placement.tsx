import { Select, SimpleGrid } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { clustersQuery, usersQuery } from "../../api/queries"
import { useUser } from "../../api/session"
import type { Draft } from "./draft"
import type { Change } from "./use-draft"

// No cluster can be called so.
const ROOMIEST = { value: "*", label: "Where there is the most room" }

type Props = { draft: Draft; errors: ReadonlyMap<string, string>; change: Change }

/** On which cluster it is placed, and whose it becomes: asked only of those who have a choice. */
export function Placement(props: Props) {
  const { role } = useUser()
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <ClusterChoice {...props} />
      {role === "admin" && <OwnerChoice {...props} />}
    </SimpleGrid>
  )
}

function ClusterChoice({ draft, errors, change }: Props) {
  const clusters = useQuery(clustersQuery).data?.items ?? []
  if (clusters.length < 2) return null
  return (
    <Select
      label="Cluster"
      description="Where the store is placed."
      data={[ROOMIEST, ...clusters.map(({ name, domain }) => ({ value: name, label: `${name} (${domain})` }))]}
      value={draft.cluster || ROOMIEST.value}
      onChange={(cluster) => change({ cluster: cluster === ROOMIEST.value ? "" : (cluster ?? "") })}
      error={errors.get("cluster")}
      allowDeselect={false}
    />
  )
}

function OwnerChoice({ draft, errors, change }: Props) {
  const me = useUser()
  const users = useQuery(usersQuery)
  const known = users.data ?? [me]
  const items = known.map(({ id, name, email }) => ({ value: id, label: label(name || id, email, id === me.id) }))
  return (
    <Select
      label="Owner"
      description="Whose store it becomes."
      data={items}
      value={draft.owner || me.id}
      onChange={(owner) => change({ owner: owner === me.id ? "" : (owner ?? "") })}
      error={errors.get("owner") ?? (users.isError ? "The users could not be read." : undefined)}
      nothingFoundMessage="There is no such user"
      allowDeselect={false}
      searchable
    />
  )
}

const label = (name: string, email: string | null, me: boolean): string =>
  `${name}${email && email !== name ? ` (${email})` : ""}${me ? ", you" : ""}`
