import type { StoreDetail } from "../../../api/queries"

export default function Overview({ store }: { store: StoreDetail }) {
  return <p>{store.message}</p>
}
