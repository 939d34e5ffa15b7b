import { Button, Modal, Select, Stack } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { type Store, storeQuery, storesQuery } from "../../api/queries"
import { Empty } from "../../parts/Empty"
import { Failure, FailureLine } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { OrderForm } from "./OrderForm"
import { productsQuery } from "./queries"
import { spoken } from "./words"

type Props = {
  opened: boolean
  onClose: () => void
  /** The only store it can be in. */
  store: string | undefined
  /** The store that is chosen at first; empty: none. */
  proposed: string
}

/** A dialog that places an order in a shop, as a buyer would. */
export function PlaceOrder({ opened, onClose, store, proposed }: Props) {
  const narrow = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false }) ?? false
  return (
    <Modal opened={opened} onClose={onClose} title="Place a test order" size="lg" fullScreen={narrow}>
      {store ? <InStore store={store} /> : <Choose proposed={proposed} />}
    </Modal>
  )
}

function Choose({ proposed }: { proposed: string }) {
  const [chosen, setChosen] = useState(proposed)
  const stores = useQuery(storesQuery())
  const ready = stores.data?.filter(({ status }) => status === "ready") ?? []
  const store = chosen || (ready.length === 1 ? (ready[0]?.id ?? "") : "")
  if (stores.isPending) return <Loading rows={3} />
  if (!stores.data)
    return <Failure title="The stores could not be read" error={stores.error} retry={() => void stores.refetch()} />
  if (ready.length === 0) return <Empty title="No store is ready">A shop takes orders once its store is ready.</Empty>
  return (
    <Stack mih={store ? undefined : 340}>
      <Select
        label="Store"
        data={stores.data.map(choice)}
        value={store || null}
        onChange={(value) => setChosen(value ?? "")}
        nothingFoundMessage="No store is like that"
        allowDeselect={false}
        limit={100}
        searchable
      />
      {store && <InStore key={store} store={store} />}
    </Stack>
  )
}

function choice({ id, name, status }: Store) {
  const label = name === id ? id : `${name} (${id})`
  return { value: id, label: status === "ready" ? label : `${label}: ${spoken(status)}`, disabled: status !== "ready" }
}

function InStore({ store: id }: { store: string }) {
  const store = useQuery(storeQuery(id))
  const products = useInfiniteQuery(productsQuery(id))
  const failed = [store, products].find((query) => query.isError && !query.data)
  if (failed) {
    return <Failure title="The shop could not be asked" error={failed.error} retry={() => void failed.refetch()} />
  }
  if (!store.data || !products.data) return <Loading rows={4} height={56} />
  const found = products.data.pages.flatMap(({ items }) => items)
  if (found.length === 0)
    return <Empty title="The shop sells nothing yet">Add a product in the shop's admin first.</Empty>
  return (
    <OrderForm store={id} country={store.data.country} products={found}>
      {products.isFetchNextPageError && <FailureLine error={products.error} />}
      {products.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          onClick={() => void products.fetchNextPage()}
          loading={products.isFetchingNextPage}
          style={{ alignSelf: "start" }}
        >
          Show more products
        </Button>
      )}
    </OrderForm>
  )
}
