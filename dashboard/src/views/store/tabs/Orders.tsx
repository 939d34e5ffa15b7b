import type { StoreDetail } from "../../../api/queries"
import { OrderList } from "../../orders/OrderList"

/** The store's orders. */
export default function Orders({ store }: { store: StoreDetail }) {
  return <OrderList store={store.id} />
}
