import { Switch, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { StoreDetail } from "../../../../api/queries"
import { OperationDialog } from "../../OperationDialog"
import { runsQuery } from "../../runs"
import type { Upgrade } from "./queries"
import { gateSentence, gateTimes } from "./words"

// Only where it does not sell on the new version: said in words.
const WAY_BACK = ["back", "load"]
const OF_REHEARSAL = ["rehearsal", "copy", "rehearsed"]
const HINT =
  "The upgrade is first made on a copy of the shop, which has to take an order. The shop stays open meanwhile."
const NO_HINT =
  "Without it the upgrade is tried on the shop itself at once. What would have shown on the copy then shows behind the closed gate."

type Props = { store: StoreDetail; upgrade: Upgrade; onClose: () => void }

/** Asks before an upgrade. The backup that is the way back is no choice. */
export function UpgradeDialog({ store, upgrade, onClose }: Props) {
  const [rehearsal, setRehearsal] = useState(true)
  const runs = useQuery(runsQuery(store.id))
  return (
    <OperationDialog
      store={store}
      title={`Upgrade ${store.name} to ${upgrade.engine_version}`}
      body={{ kind: "upgrade", parameters: { rehearsal } }}
      verb="Upgrade it"
      without={rehearsal ? WAY_BACK : [...WAY_BACK, ...OF_REHEARSAL]}
      version={upgrade.engine_version}
      onClose={onClose}
    >
      <Text size="sm">
        Buyers see a page that says the shop is closed while it is changed. It is backed up first, and opened again only
        when a test order went through. If it does not sell on the new version, version and data go back together. No
        order that it took is lost.
      </Text>
      <Switch
        label="Rehearse it on a copy first"
        description={rehearsal ? HINT : NO_HINT}
        checked={rehearsal}
        onChange={(event) => setRehearsal(event.currentTarget.checked)}
      />
      <Text size="sm">{runs.data && gateSentence(gateTimes(runs.data, "upgrade"))}</Text>
    </OperationDialog>
  )
}
