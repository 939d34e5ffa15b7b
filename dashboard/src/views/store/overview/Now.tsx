import { Alert, Anchor, Button, Stack, Text, Title } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { useOperate } from "../../../api/actions"
import { type Operation, operationQuery, type StoreDetail } from "../../../api/queries"
import { Failure, FailureLine } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { OperationEnd } from "../../../parts/OperationEnd"
import { OperationProgress } from "../../../parts/OperationProgress"
import { hasEnded, kindName } from "../../../parts/words"

/** What is under way; else why the store has failed, or what is to be looked at; nothing where all is well. */
export function Now({ store, last }: { store: StoreDetail; last: readonly Operation[] | undefined }) {
  if (store.operation_id) return <UnderWay id={store.operation_id} />
  if (store.status === "failed")
    return last ? <HasFailed store={store} last={last} /> : <Loading rows={3} height={64} />
  if (!store.reason && !store.message) return null
  if (!store.reason) return <Text className="free-text">{store.message}</Text>
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={`To be looked at: ${store.reason}`}>
      <Text size="sm" className="free-text">
        {store.message}
      </Text>
    </Alert>
  )
}

function UnderWay({ id }: { id: string }) {
  const query = useQuery(operationQuery(id))
  if (!query.data) {
    if (query.isPending) return <Loading rows={4} height={40} />
    return (
      <Failure title="What is under way could not be read" error={query.error} retry={() => void query.refetch()} />
    )
  }
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        <Anchor component={Link} to={`/operations/${id}`} inherit>
          {kindName(query.data.kind)}
        </Anchor>
      </Title>
      <OperationProgress operation={query.data} />
    </Stack>
  )
}

/** The operation that left the store failed, with what helps. Where others came after it, what the store itself says. */
function HasFailed({ store, last }: { store: StoreDetail; last: readonly Operation[] }) {
  const newest = last.find(({ status }) => hasEnded(status))
  const operate = useOperate()
  if (newest && newest.status !== "succeeded" && newest.reason === store.reason) {
    const more = store.message !== newest.message && store.message
    return (
      <Stack gap="xs">
        {more && <Text className="free-text">{more}</Text>}
        <OperationEnd operation={newest} />
      </Stack>
    )
  }
  return (
    <Failure title={`The store has failed${store.reason ? `: ${store.reason}` : ""}`} error={store.message}>
      {store.allowed_operations.includes("provision") && (
        <Button
          size="xs"
          loading={operate.isPending}
          onClick={() => operate.mutate({ store: store.id, body: { kind: "provision", parameters: {} } })}
        >
          Try to make it again
        </Button>
      )}
      <FailureLine error={operate.error} />
    </Failure>
  )
}
