import { Group, Text } from "@mantine/core"
import { IconPlugConnectedX } from "@tabler/icons-react"
import { span } from "./time"
import { useNow } from "./use-now"

/** What is looked at again and again says when that stopped working. `query`: anything of TanStack Query. */
type Looked = { dataUpdatedAt: number; isError: boolean; failureCount: number }

const STALE = 5_000 // milliseconds without an answer after which a person should know

export function Freshness({ query }: { query: Looked }) {
  const now = useNow()
  const age = now - query.dataUpdatedAt
  const troubled = query.dataUpdatedAt > 0 && (query.isError || query.failureCount > 0) && age > STALE
  return (
    <div role="status">
      {troubled && (
        <Group gap={6} wrap="nowrap">
          <IconPlugConnectedX size={16} aria-hidden />
          <Text size="sm">The platform does not answer. Last update {span(age / 1000)} ago.</Text>
        </Group>
      )}
    </div>
  )
}
