import { Anchor, Badge, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import type { Schemas } from "../../api/client"
import { EVERY } from "../../api/live"
import { clustersQuery } from "../../api/queries"
import { readinessQuery } from "../../api/readiness"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { Bars } from "../store/overview/UsageOfPlan"
import { Cordon } from "./Cordon"
import { type Detail, storesOf, usesOfCluster } from "./room"

/** The clusters that stores can be placed on. */
export default function Clusters() {
  const clusters = useQuery({ ...clustersQuery, refetchInterval: EVERY.slow })
  return (
    <Page title="Clusters">
      <Freshness query={clusters} />
      {clusters.isPending && <Loading rows={1} height={172} />}
      {clusters.isError && !clusters.data && (
        <Failure title="The clusters could not be read" error={clusters.error} retry={() => void clusters.refetch()} />
      )}
      {clusters.data && <Found clusters={clusters.data.items} />}
    </Page>
  )
}

function Found({ clusters }: { clusters: readonly Schemas["Cluster"][] }) {
  const ready = useQuery(readinessQuery)
  const check = ready.isError ? undefined : ready.data?.checks.cluster
  if (clusters.length === 0) {
    return (
      <Empty title="There is no cluster">
        No store can be made. A cluster is a host in the group clusters of the inventory; the platform's operator adds
        it.
      </Empty>
    )
  }
  return (
    <>
      {check && check.status !== "ok" && <Failure title="The clusters are not well" error={check.message} />}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} component="ul" className="plain-list">
        {clusters.map((cluster) => (
          <li key={cluster.name}>
            <ClusterCard cluster={cluster} />
          </li>
        ))}
      </SimpleGrid>
    </>
  )
}

/** How a cluster is, for admins. */
function Detailed({ name, detail }: { name: string; detail: Detail }) {
  return (
    <Stack gap="sm" mt="sm">
      <Text size="sm">{storesOf(detail.stores)}</Text>
      <Bars uses={usesOfCluster(detail)} messages={detail.message ? [detail.message] : []} />
      <Cordon name={name} cordon={detail.cordon} />
    </Stack>
  )
}

function ClusterCard({ cluster }: { cluster: Schemas["Cluster"] }) {
  return (
    <Paper withBorder p="md" h="100%">
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h4" className="free-text">
          {cluster.name}
        </Title>
        {cluster.detail?.cordon ? <Badge color="yellow">cordoned</Badge> : cluster.default && <Badge>first</Badge>}
      </Group>
      <Text size="sm">
        Provider: <b>{cluster.provider}</b>
      </Text>
      {Object.keys(cluster.labels).length > 0 && (
        <Text size="sm" className="free-text">
          Labels:{" "}
          <b>
            {Object.entries(cluster.labels)
              .map(([label, value]) => `${label}=${value}`)
              .join(", ")}
          </b>
        </Text>
      )}
      <Text size="sm" className="free-text">
        Stores' addresses: <b>name.{cluster.domain}</b>
      </Text>
      <Anchor
        component={Link}
        to={`/?cluster=${encodeURIComponent(cluster.name)}`}
        size="sm"
        mt="xs"
        display="inline-block"
      >
        Stores on {cluster.name}
      </Anchor>
      {cluster.detail && <Detailed name={cluster.name} detail={cluster.detail} />}
    </Paper>
  )
}
