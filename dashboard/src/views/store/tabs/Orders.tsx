import type { StoreDetail } from "../../../api/queries"

export default function Orders({ store }: { store: StoreDetail }) {
  return <p>{store.id}</p>
}
