import { Select, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { StoreDetail } from "../../../../api/queries"
import { full } from "../../../../parts/time"
import { NewerOrders } from "../../NewerOrders"
import { OperationDialog } from "../../OperationDialog"
import { runsQuery } from "../../runs"
import type { Backup } from "../backups/queries"
import { causeName, countsOf } from "../backups/words"
import type { Revision } from "./queries"
import { gateSentence, gateTimes } from "./words"

// Only where it does not sell on the revision: it then goes back to what it was.
const WAY_BACK = ["back"]

type Props = {
  store: StoreDetail
  revision: Revision
  /** Those that were made at it, newest first. */
  backups: readonly Backup[]
  onClose: () => void
}

/** Takes the store back to a revision, with the data that it had. */
export function RollbackDialog({ store, revision: { revision, engine_version }, backups, onClose }: Props) {
  const [chosen, setChosen] = useState(backups[0]?.id ?? "")
  const [carry, setCarry] = useState(true)
  const runs = useQuery(runsQuery(store.id))
  const backup = backups.find(({ id }) => id === chosen)
  if (!backup) return null
  return (
    <OperationDialog
      store={store}
      title={`Take ${store.name} back to revision ${revision}`}
      body={{ kind: "rollback", parameters: { revision, backup: backup.id, newer_orders: carry } }}
      verb={carry ? "Go back" : "Go back, without newer orders"}
      without={carry ? WAY_BACK : [...WAY_BACK, "orders"]}
      version={engine_version}
      typed={!carry}
      onClose={onClose}
    >
      <Text size="sm">
        Version {engine_version} is installed again, with the data that the shop had on it: {countsOf(backup.counts)}.
        Buyers see a page that says the shop is closed meanwhile. Before anything is changed, the shop as it is now is
        backed up: that is the way forward again.
      </Text>
      {backups.length > 1 ? (
        <Select
          label="The data of which backup"
          data={backups.map(({ id, made_at, cause }) => ({
            value: id,
            label: `${full(made_at)}, ${causeName(cause)}`,
          }))}
          value={chosen}
          onChange={(id) => setChosen(id ?? chosen)}
          allowDeselect={false}
        />
      ) : (
        <Text size="sm">
          The backup was made {full(backup.made_at)}, {causeName(backup.cause)}.
        </Text>
      )}
      <NewerOrders madeAt={backup.made_at} carry={carry} onChange={setCarry} />
      <Text size="sm">{runs.data && gateSentence(gateTimes(runs.data, "rollback"))}</Text>
    </OperationDialog>
  )
}
