import type { StoreDetail } from "../../../api/queries"

export default function Activity({ store }: { store: StoreDetail }) {
  return <p>{store.id}</p>
}
