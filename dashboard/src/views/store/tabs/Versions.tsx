import { Stack } from "@mantine/core"
import { usePrefetchQuery, useQuery } from "@tanstack/react-query"
import type { StoreDetail } from "../../../api/queries"
import { backupsQuery } from "./backups/queries"
import { Installed } from "./versions/Installed"
import { Offered } from "./versions/Offered"
import { historyQuery, upgradesQuery } from "./versions/queries"
import { Revisions } from "./versions/Revisions"

/** What is installed of a store, what it could be upgraded to, and what it was and can go back to. */
export default function Versions({ store }: { store: StoreDetail }) {
  // How long the offers are nobody knows before: what is below them comes with them, and is not moved.
  const offered = useQuery(upgradesQuery(store))
  usePrefetchQuery(historyQuery(store))
  usePrefetchQuery(backupsQuery(store.id))
  return (
    <Stack gap="xl">
      <Installed store={store} />
      <Offered store={store} />
      {!offered.isPending && <Revisions store={store} />}
    </Stack>
  )
}
