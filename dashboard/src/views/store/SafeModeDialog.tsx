import { Text } from "@mantine/core"
import type { StoreDetail } from "../../api/queries"
import { OperationDialog } from "./OperationDialog"

// Only where the shop does not sell with its owner's plugins: said in words.
const WAY_BACK = ["restore"]

/** Asks before a shop starts in safe mode, or without it again. */
export function SafeModeDialog({ store, onClose }: { store: StoreDetail; onClose: () => void }) {
  const on = !store.safe_mode
  return (
    <OperationDialog
      store={store}
      title={on ? `Start ${store.name} in safe mode` : `End safe mode of ${store.name}`}
      body={{ kind: "safe_mode", parameters: { on } }}
      verb={on ? "Start in safe mode" : "End safe mode"}
      without={WAY_BACK}
      onClose={onClose}
    >
      <Text size="sm">{on ? ON : OFF}</Text>
    </OperationDialog>
  )
}

const ON =
  "The shop starts anew without the plugins and the theme that its owner installed. Buyers see it in the platform's theme, and what a plugin adds, such as a way to pay, is missing. Nothing is deleted: in the shop's admin the broken plugin can be deactivated, updated or deleted. Then end safe mode here."
const OFF =
  "The shop starts anew with its owner's plugins and theme, and has to take a test order. If it does not sell with them, it goes back to safe mode."
