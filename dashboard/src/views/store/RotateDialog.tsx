import { Checkbox, Stack, Text } from "@mantine/core"
import { useState } from "react"
import type { StoreDetail } from "../../api/queries"
import { OperationDialog } from "./OperationDialog"

const PASSWORDS = [
  { value: "database", label: "The shop's own, for its database" },
  { value: "admin", label: "The administrator's, for the shop's admin" },
] as const
type Which = (typeof PASSWORDS)[number]["value"]

/** Asks whose passwords are to be new: the shop starts anew for that, and who is signed in to its admin may have to sign in again. */
export function RotateDialog({ store, onClose }: { store: StoreDetail; onClose: () => void }) {
  const [chosen, setChosen] = useState<Which[]>(["database", "admin"])
  // With none chosen there is nothing to ask for: what was chosen last stays.
  const choose = (values: string[]) => {
    const kept = PASSWORDS.map(({ value }) => value).filter((value) => values.includes(value))
    if (kept.length) setChosen(kept)
  }
  return (
    <OperationDialog
      store={store}
      title={`Change passwords of ${store.name}`}
      body={{ kind: "rotate", parameters: { which: chosen } }}
      verb="Change passwords"
      onClose={onClose}
    >
      <Stack>
        <Text size="sm">{WHAT}</Text>
        <Checkbox.Group label="Whose passwords" value={chosen} onChange={choose}>
          <Stack gap="xs" mt="xs">
            {PASSWORDS.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Stack>
    </OperationDialog>
  )
}

const WHAT =
  "New passwords are made in the cluster, and the old ones are refused afterwards. The shop starts anew for it, which takes some seconds. The administrator's is replaced also if it was changed in the shop; the new one is shown with the store's credentials."
