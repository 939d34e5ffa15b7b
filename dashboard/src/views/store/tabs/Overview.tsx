import { SimpleGrid, Stack } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { lastOperationsQuery, type StoreDetail } from "../../../api/queries"
import { About } from "../overview/About"
import { Credentials } from "../overview/Credentials"
import { Health } from "../overview/Health"
import { Last } from "../overview/Last"
import { Now } from "../overview/Now"
import { Times } from "../overview/Times"
import { UsageOfPlan } from "../overview/UsageOfPlan"

/** What is going on with the store, and how it is. */
export default function Overview({ store }: { store: StoreDetail }) {
  const operations = useQuery(lastOperationsQuery(store.id))
  const last = operations.isError ? (operations.data?.items ?? []) : operations.data?.items
  // Why a store has failed takes more or less room: what is below comes once that is known, and is not moved.
  if (store.status === "failed" && !last) return <Now store={store} last={last} />
  return (
    <Stack>
      <Now store={store} last={last} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Stack miw={0}>
          <Health store={store} />
          <Credentials store={store} />
          <Last store={store} operations={operations} />
        </Stack>
        <Stack miw={0}>
          <UsageOfPlan store={store} />
          <About store={store} />
          <Times store={store} />
        </Stack>
      </SimpleGrid>
    </Stack>
  )
}
