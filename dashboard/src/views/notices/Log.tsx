import { Anchor, Stack, Text, Title } from "@mantine/core"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { Empty } from "../../parts/Empty"
import { Paged } from "../../parts/Paged"
import { type Column, Rows } from "../../parts/Rows"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import { type Notice, noticesQuery } from "./queries"
import { besidesOf } from "./words"

/** What a target was told, newest first, with what came of it. */
export function Log({ id }: { id: string }) {
  const query = useInfiniteQuery(noticesQuery(id))
  const notices = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        What it was told
      </Title>
      <Paged query={query} what="notices" rows={4}>
        {query.data && notices.length === 0 && (
          <Empty title="It was told nothing yet">What it is told is here for 30 days, with what came of it.</Empty>
        )}
        {notices.length > 0 && <Rows label="Notices" rows={notices} keyOf={({ id }) => id} columns={COLUMNS} />}
      </Paged>
    </Stack>
  )
}

const COLUMNS: Column<Notice>[] = [
  { head: "Notice", cell: (notice) => <What notice={notice} /> },
  { head: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  { head: "Happened", cell: ({ at }) => <When at={at} /> },
]

function What({ notice }: { notice: Notice }) {
  const { title, operation_id } = notice
  const more = besidesOf(notice)
  return (
    <Stack gap={0}>
      {operation_id ? (
        <Anchor component={Link} to={`/operations/${operation_id}`} size="sm" fw={600} className="free-text">
          {title}
        </Anchor>
      ) : (
        <Text size="sm" fw={600} className="free-text">
          {title}
        </Text>
      )}
      {more && (
        <Text size="xs" fw={400} className="free-text">
          {more}
        </Text>
      )}
    </Stack>
  )
}
