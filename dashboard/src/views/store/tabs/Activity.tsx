import { Stack } from "@mantine/core"
import type { StoreDetail } from "../../../api/queries"
import { ActivityList } from "../../activity/ActivityList"
import { Filters } from "../../activity/Filters"
import { useFilter } from "../../activity/queries"

/** Who did what with the store, and what became of it. */
export default function Activity({ store }: { store: StoreDetail }) {
  const filter = useFilter()
  return (
    <Stack gap="md">
      <Filters ofOneStore />
      <ActivityList wanted={{ ...filter, store: store.id, about: "stores" }} />
    </Stack>
  )
}
