import { Page } from "../../parts/Page"
import { OrderList } from "./OrderList"

/** The orders of all stores that the user may see. */
export default function Orders() {
  return (
    <Page title="Orders">
      <OrderList />
    </Page>
  )
}
