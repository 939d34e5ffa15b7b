import { Anchor, Badge, Group, Stack, Table, Text } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconClock } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import type { Schemas } from "../../../api/client"
import type { StoreDetail } from "../../../api/queries"
import { Fact, Facts } from "../../../parts/Facts"
import { Failure } from "../../../parts/Failure"
import { Freshness } from "../../../parts/Freshness"
import { Loading } from "../../../parts/Loading"
import { full, span } from "../../../parts/time"
import { When } from "../../../parts/When"
import { healthQuery } from "../queries"
import { Section } from "./Section"

type Pod = Schemas["Pod"]

/** How the shop is right now, and what is proven of it. */
export function Health({ store }: { store: StoreDetail }) {
  const query = useQuery(healthQuery(store.id))
  return (
    <Section title="Health" aside={query.data && <Verdict ok={query.data.ok} changing={store.operation_id !== null} />}>
      {query.isPending && <Loading rows={5} height={32} />}
      {!query.isPending && !query.data && (
        <Failure title="The health could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && <Found store={store} health={query.data} />}
      <Freshness query={query} />
    </Section>
  )
}

/** Of a store that is being changed it is no trouble that it does not answer. */
function Verdict({ ok, changing }: { ok: boolean; changing: boolean }) {
  if (!ok && changing) {
    return (
      <Badge color="gray" leftSection={<IconClock size={12} aria-hidden />}>
        being changed
      </Badge>
    )
  }
  const Icon = ok ? IconCheck : IconAlertTriangle
  return (
    <Badge color={ok ? "teal" : "red"} leftSection={<Icon size={12} aria-hidden />}>
      {ok ? "all is well" : "not well"}
    </Badge>
  )
}

function Found({ store, health }: { store: StoreDetail; health: Schemas["StoreHealth"] }) {
  const { ingress, certificate, verified_at, pods } = health
  return (
    <Stack gap="sm">
      <Text size="sm" className="free-text">
        {health.message}
      </Text>
      <Facts>
        <Fact name="Address">
          {ingress.status === null
            ? ingress.message || "no answer"
            : `answers ${ingress.status}${ingress.milliseconds === null ? "" : ` in ${ingress.milliseconds} ms`}`}
        </Fact>
        {certificate && <Fact name="Certificate">{certificateWords(certificate)}</Fact>}
        <Fact name="Test order">
          <When at={verified_at} empty="none went through yet" />
        </Fact>
        <Fact name="Restored OK">
          <When at={store.restored_ok_at} empty="no backup is proven yet" />
          {store.restore_seconds !== null && `: the copy stood after ${span(store.restore_seconds)}`}
        </Fact>
      </Facts>
      <Pods store={store.id} pods={pods} />
    </Stack>
  )
}

function certificateWords({ issuer, not_after, days_left }: Schemas["Certificate"]): string {
  const until = days_left < 0 ? `expired on ${full(not_after)}` : `good for ${days_left} d, until ${full(not_after)}`
  return `${until}, by ${issuer}`
}

function Pods({ store, pods }: { store: string; pods: readonly Pod[] }) {
  if (pods.length === 0) return <Text size="sm">No pod of the shop is there.</Text>
  const alone = (pod: Pod) => pods.every(({ name, component }) => name === pod.name || component !== pod.component)
  return (
    <Table.ScrollContainer minWidth={280} type="native">
      <Table verticalSpacing={4} aria-label="Pods">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Pod</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th ta="end">Restarts</Table.Th>
            <Table.Th visibleFrom="xs">Started</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pods.map((pod) => (
            <PodRow key={pod.name} store={store} pod={pod} alone={alone(pod)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Of a pod that is ready the platform tells why it was started again, of another why it is not ready. */
function podWords({ ready, phase, reason }: Pod): string {
  if (ready) return reason ? `ready, started again after ${reason}` : "ready"
  const state = phase === "Succeeded" ? "done" : `not ready, ${phase}`
  return reason ? `${state}: ${reason}` : state
}

function PodRow({ store, pod, alone }: { store: string; pod: Pod; alone: boolean }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={`/stores/${store}/logs?pod=${encodeURIComponent(pod.name)}`} size="sm">
          {(alone && pod.component) || pod.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          {!pod.ready && pod.phase !== "Succeeded" && (
            <IconAlertTriangle size={14} aria-hidden style={{ flex: "none" }} />
          )}
          <Text size="sm" className="free-text">
            {podWords(pod)}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td ta="end" className="tabular">
        {pod.restarts}
      </Table.Td>
      <Table.Td visibleFrom="xs" style={{ whiteSpace: "nowrap" }}>
        <When at={pod.started_at} empty="not yet" />
      </Table.Td>
    </Table.Tr>
  )
}
