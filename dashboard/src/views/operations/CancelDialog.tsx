import { Text } from "@mantine/core"
import { useCancel } from "../../api/actions"
import type { Operation } from "../../api/queries"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { kindName } from "../../parts/words"

/** Asks before an operation is canceled, and names it: kind and store. */
export function CancelDialog({ operation, onClose }: { operation: Operation | null; onClose: () => void }) {
  const cancel = useCancel()
  const close = () => {
    cancel.reset()
    onClose()
  }
  const name = operation ? `${kindName(operation.kind)} of ${operation.store_id}` : ""
  return (
    <ConfirmDialog
      opened={operation !== null}
      onClose={close}
      title={`Cancel: ${name}?`}
      verb="Cancel the operation"
      keep={operation?.started_at ? "Let it go on" : "Let it wait"}
      busy={cancel.isPending}
      error={cancel.error}
      onConfirm={() => operation && cancel.mutate(operation.id, { onSuccess: close })}
    >
      <Text size="sm">
        {operation?.started_at
          ? "It is ended as soon as what it does can be left. What it has done so far stays as it is; the store's page then says how the store is."
          : "It has not begun: it leaves the queue, and nothing is changed on the store."}
      </Text>
    </ConfirmDialog>
  )
}
