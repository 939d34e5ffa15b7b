import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { lastOperationsQuery } from "../../api/queries"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { useTitle } from "../../parts/use-title"
import { When } from "../../parts/When"

/** A store that is not there: one of the reader's that was deleted says so, of any other nothing is known. */
export function Gone({ id }: { id: string }) {
  const operations = useQuery({ ...lastOperationsQuery(id), refetchInterval: false })
  const last = operations.data?.items[0]
  const deleted = last?.kind === "delete" && last.status === "succeeded" ? last : null
  useTitle(deleted ? `${id} is deleted` : "No such store")
  if (operations.isPending) {
    return (
      <Page title={id}>
        <Loading rows={3} />
      </Page>
    )
  }
  return (
    <Stack align="flex-start" maw={640}>
      <Title order={1} size="h2" className="free-text">
        {deleted ? `The store ${id} is deleted` : "There is no such store, or it is not yours"}
      </Title>
      {deleted && (
        <Text>
          It was deleted <When at={deleted.finished_at} />: {deleted.message} Its backups are kept for a while, and its
          activity stays.
        </Text>
      )}
      <Group gap="sm">
        {deleted && (
          <>
            <Button component={Link} to={`/activity?store=${id}`}>
              Its activity
            </Button>
            <Button component={Link} to={`/operations/${deleted.id}`} variant="default">
              The deletion
            </Button>
          </>
        )}
        <Anchor component={Link} to="/">
          To the stores
        </Anchor>
      </Group>
    </Stack>
  )
}
