import { Anchor, Group, Progress, Stack, Text } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import type { StoreDetail } from "../../../api/queries"
import { Failure } from "../../../parts/Failure"
import { Freshness } from "../../../parts/Freshness"
import { Loading } from "../../../parts/Loading"
import { usageQuery } from "../queries"
import { Section } from "./Section"
import { isHigh, type Use, usesOf } from "./usage"

/** What the shop takes, against what its plan gives. */
export function UsageOfPlan({ store }: { store: StoreDetail }) {
  const query = useQuery(usageQuery(store.id))
  const plan = (
    <Anchor component={Link} to={`/stores/${store.id}/settings#plan`} size="sm">
      Plan: {store.plan}
    </Anchor>
  )
  return (
    <Section title="Usage" aside={plan}>
      {query.isPending && <Loading rows={4} height={34} />}
      {!query.isPending && !query.data && (
        <Failure title="The usage could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && <Bars uses={usesOf(query.data)} messages={query.data.messages} />}
      <Freshness query={query} />
    </Section>
  )
}

export function Bars({ uses, messages }: { uses: readonly Use[]; messages: readonly string[] }) {
  return (
    <Stack gap="sm">
      {uses.map((use) => (
        <Bar key={use.name} use={use} />
      ))}
      {messages.map((message) => (
        <Text key={message} size="xs" c="dimmed" className="free-text">
          {message}
        </Text>
      ))}
    </Stack>
  )
}

/** The numbers say it; the bar only draws them. What is not known has an empty bar and says so. */
function Bar({ use }: { use: Use }) {
  const high = isHigh(use)
  return (
    <div>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" className="free-text">
          {use.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {high && <IconAlertTriangle size={14} role="img" aria-label="nearly all:" />}
          <Text size="sm" className="tabular">
            {use.words}
          </Text>
        </Group>
      </Group>
      <Progress.Root size="sm" aria-hidden>
        <Progress.Section value={100 * (use.share ?? 0)} color={high ? "red" : undefined} withAria={false} />
      </Progress.Root>
      {use.message && (
        <Text size="xs" c="dimmed" mt={2} className="free-text">
          {use.message}
        </Text>
      )}
    </div>
  )
}
