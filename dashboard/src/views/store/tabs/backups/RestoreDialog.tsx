import { Alert, Text } from "@mantine/core"
import { IconInfoCircle } from "@tabler/icons-react"
import { useState } from "react"
import type { StoreDetail } from "../../../../api/queries"
import { full } from "../../../../parts/time"
import { NewerOrders } from "../../NewerOrders"
import { OperationDialog } from "../../OperationDialog"
import type { Backup } from "./queries"
import { countsOf } from "./words"

/** Takes the shop's data back to a backup. */
export function RestoreDialog({ store, backup, onClose }: { store: StoreDetail; backup: Backup; onClose: () => void }) {
  const [carry, setCarry] = useState(true)
  return (
    <OperationDialog
      store={store}
      title={`Restore ${store.name} to ${full(backup.made_at)}`}
      body={{ kind: "restore", parameters: { backup: backup.id, newer_orders: carry } }}
      verb={carry ? "Restore it" : "Restore it, without newer orders"}
      without={carry ? [] : ["orders"]}
      typed={!carry}
      onClose={onClose}
    >
      <Text size="sm">
        The shop's database and files become what they were then: {countsOf(backup.counts)}. Buyers see a page that says
        the shop is closed meanwhile. Before anything is changed, the shop as it is now is backed up: that is the way
        back.
      </Text>
      <NewerOrders madeAt={backup.made_at} carry={carry} onChange={setCarry} />
      {backup.status !== "proven" && (
        <Alert color="blue" role="note" icon={<IconInfoCircle aria-hidden />}>
          <Text size="sm">
            This backup was read back, but no copy made of it has taken an order yet. A restore drill proves it while
            the shop stays open.
          </Text>
        </Alert>
      )}
    </OperationDialog>
  )
}
