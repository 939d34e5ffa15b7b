import { Anchor, Button, Group } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "react-router"
import { type Operation as Looked, operationQuery } from "../../api/queries"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { OperationProgress } from "../../parts/OperationProgress"
import { Page } from "../../parts/Page"
import { StatusBadge } from "../../parts/StatusBadge"
import { kindName } from "../../parts/words"
import { About } from "./About"

/** One operation: live while it goes on, and as it was afterwards. */
export default function Operation() {
  const { operation: id = "" } = useParams()
  const query = useQuery(operationQuery(id))
  const operation = query.data
  if (!operation) {
    return (
      <Page title="Operation">
        {query.isPending ? (
          <Loading rows={8} height={36} />
        ) : (
          <Failure title="The operation could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    )
  }
  const title = `${kindName(operation.kind)}: ${operation.store_id}`
  const shown = (
    <Group gap="sm" component="span">
      <span>{kindName(operation.kind)}</span>
      <Anchor component={Link} to={`/stores/${operation.store_id}`} inherit>
        {operation.store_id}
      </Anchor>
      <StatusBadge status={operation.status} />
    </Group>
  )
  return (
    <Page title={title} shown={shown} actions={<ToStore operation={operation} />}>
      <Freshness query={query} />
      <OperationProgress operation={operation}>
        <About operation={operation} />
      </OperationProgress>
    </Page>
  )
}

/** To the store, unless this is how it came to be gone. */
function ToStore({ operation }: { operation: Looked }) {
  const gone = operation.kind === "delete" && operation.status === "succeeded"
  return (
    <Button component={Link} to={gone ? "/" : `/stores/${operation.store_id}`} variant="default">
      {gone ? "To the stores" : "To the store"}
    </Button>
  )
}
