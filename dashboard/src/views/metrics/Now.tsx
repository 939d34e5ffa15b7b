import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import type { Schemas } from "../../api/client"
import { StatusBadge } from "../../parts/StatusBadge"

/** How stores and the queue are at this moment. */
export function Now({ metrics }: { metrics: Schemas["Metrics"] }) {
  const { statuses, slots, queue, complete } = metrics
  const stores = Object.values(statuses).reduce((sum, count) => sum + count, 0)
  return (
    <Stack component="section" gap="sm" aria-label="Now">
      <Title order={2} size="h4">
        Now
      </Title>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <Count value={stores} name={stores === 1 ? "store" : "stores"} />
        <Count value={statuses.ready ?? 0} name="of them ready" />
        <Count value={`${slots.taken} of ${slots.total}`} name="slots taken" />
        <Count value={queue.length} name={queue.length === 1 ? "operation waits" : "operations wait"} />
      </SimpleGrid>
      <Group gap="md" component="ul" className="plain-list" aria-label="Stores by status">
        {Object.entries(statuses).map(([status, count]) => (
          <Group key={status} gap={6} component="li">
            <Text className="tabular" fw={600}>
              {count}
            </Text>
            <StatusBadge status={status} />
          </Group>
        ))}
      </Group>
      {!complete && (
        <Text size="sm" role="status">
          Stores of an earlier version of the platform are still being counted: the numbers are too low until then.
        </Text>
      )}
    </Stack>
  )
}

/** A number, large, with what it is the number of. */
export function Count({ value, name }: { value: ReactNode; name: string }) {
  return (
    <Paper withBorder p="sm">
      <Text fz={26} fw={650} lh={1.2} className="tabular">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
    </Paper>
  )
}
