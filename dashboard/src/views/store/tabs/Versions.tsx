import { Stack } from "@mantine/core"
import type { StoreDetail } from "../../../api/queries"
import { Installed } from "./versions/Installed"
import { Offered } from "./versions/Offered"
import { Revisions } from "./versions/Revisions"

/** What is installed of a store, what it could be upgraded to, and what it was and can go back to. */
export default function Versions({ store }: { store: StoreDetail }) {
  return (
    <Stack gap="xl">
      <Installed store={store} />
      <Offered store={store} />
      <Revisions store={store} />
    </Stack>
  )
}
