import { Button, Group, Stack, Text } from "@mantine/core"
import { IconShoppingCartPlus } from "@tabler/icons-react"
import { useInfiniteQuery } from "@tanstack/react-query"
import { ApiError, sentenceOf } from "../../api/problem"
import { Empty } from "../../parts/Empty"
import { Failure, FailureLine } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { MissingStores } from "../../parts/MissingStores"
import { missingByReason } from "../../parts/missing"
import { useParam } from "../../parts/use-params"
import { When } from "../../parts/When"
import { OrderFilters } from "./OrderFilters"
import { OrderTable } from "./OrderTable"
import { PlaceOrder } from "./PlaceOrder"
import { ordersQuery } from "./queries"

/** Orders, of one store or of all that the user may see; and a way to place one. Filter and dialog stand in the address. */
export function OrderList({ store }: { store?: string }) {
  const [chosen] = useParam("store")
  const [status] = useParam("status")
  const [placing, setPlacing] = useParam("place")
  const wanted = store ?? chosen
  return (
    <Stack>
      <OrderFilters store={store}>
        <Button
          ml="auto"
          variant="default"
          leftSection={<IconShoppingCartPlus size={16} aria-hidden />}
          onClick={() => setPlacing("order")}
        >
          Place a test order
        </Button>
      </OrderFilters>
      <Found store={wanted} status={status} alone={store !== undefined} />
      <PlaceOrder opened={placing !== ""} onClose={() => setPlacing(null)} store={store} proposed={wanted} />
    </Stack>
  )
}

type Wanted = { store: string; status: string; alone: boolean }

function Found({ store, status, alone }: Wanted) {
  const orders = useInfiniteQuery(ordersQuery({ store, status }))
  const again = () => void orders.refetch()
  if (orders.isPending) return <Loading rows={6} height={44} />
  if (!orders.data || (orders.isError && orders.isPlaceholderData))
    return <NoAnswer error={orders.error} retry={again} />
  const pages = orders.data.pages
  const found = pages.flatMap(({ items }) => items)
  const missing = missingByReason(pages)
  return (
    <Stack style={{ opacity: orders.isPlaceholderData ? 0.6 : 1 }} aria-busy={orders.isPlaceholderData}>
      <Freshness query={orders} />
      <MissingStores what="The orders" groups={missing} busy={orders.isRefetching} again={again} />
      {found.length > 0 ? (
        <OrderTable orders={found} withStore={!alone} />
      ) : (
        <Nothing filtered={status !== ""} certain={missing.length === 0} />
      )}
      {orders.isFetchNextPageError && <FailureLine error={orders.error} />}
      <Group justify="space-between">
        <Text size="sm" c="dimmed" role="status">
          {found.length === 1 ? "1 order" : `${found.length} orders`}
          {orders.hasNextPage && ", and older ones"} · read <When at={new Date(orders.dataUpdatedAt).toISOString()} />
        </Text>
        {orders.hasNextPage && (
          <Button variant="default" onClick={() => void orders.fetchNextPage()} loading={orders.isFetchingNextPage}>
            Show older orders
          </Button>
        )}
      </Group>
    </Stack>
  )
}

/** No list at all. A shop that takes no orders now, and too many shops to ask, are no failures. */
function NoAnswer({ error, retry }: { error: unknown; retry: () => void }) {
  if (error instanceof ApiError && error.fields.has("store"))
    return <Empty title="Choose a store">There are too many stores to ask all of them at once.</Empty>
  if (error instanceof ApiError && error.reason === "StoreNotReady")
    return <Empty title="No orders to see now">{sentenceOf(error)}</Empty>
  return <Failure title="The orders could not be read" error={error} retry={retry} />
}

function Nothing({ filtered, certain }: { filtered: boolean; certain: boolean }) {
  if (filtered) return <Empty title="No order is like that">Choose another store or another status.</Empty>
  if (!certain) return <Empty title="No order in the stores that answered" />
  return <Empty title="No order yet">Buyers order in the shop; a test order shows that it works.</Empty>
}
