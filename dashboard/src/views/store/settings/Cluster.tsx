import { Select, Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useOperate } from "../../../api/actions"
import { clustersQuery, expectedQuery, type StoreDetail } from "../../../api/queries"
import { usually } from "../../../parts/expected"
import { Failure } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { Section } from "../overview/Section"

/** Another cluster; nothing where there is but one. */
export function Cluster({ store }: { store: StoreDetail }) {
  const clusters = useQuery(clustersQuery).data?.items ?? []
  const others = clusters.filter(({ name }) => name !== store.cluster)
  if (others.length === 0) return null
  return (
    <Section title="Cluster" id="cluster">
      <Choice store={store} others={others.map(({ name }) => name)} />
    </Section>
  )
}

function Choice({ store, others }: { store: StoreDetail; others: readonly string[] }) {
  const operate = useOperate()
  const [cluster, setCluster] = useState<string | null>(null)
  const expected = useQuery(expectedQuery(store.id)).data?.expected.move
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (cluster) operate.mutate({ store: store.id, body: { kind: "move", parameters: { cluster } } })
  }
  const refused = refusalOf(store, "move") || (cluster ? "" : "Choose a cluster first.")
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label="Move the shop to"
          placeholder={`It is on ${store.cluster}`}
          data={[...others]}
          value={cluster}
          onChange={setCluster}
          maw={320}
        />
        <Text size="sm" c="dimmed">
          The shop goes with its data, passwords and domains, and is closed for as long as that takes. Its address there
          is another one. What fails leaves it where it is. {expected && usually(expected.seconds, expected.of)}
        </Text>
        {operate.error && <Failure title="The shop could not be moved" error={operate.error} />}
        <div>
          <Refusable type="submit" refused={refused} loading={operate.isPending}>
            {cluster ? `Move the shop to ${cluster}` : "Move the shop"}
          </Refusable>
        </div>
      </Stack>
    </form>
  )
}
