import type { StoreDetail } from "../../../api/queries"

export default function Logs({ store }: { store: StoreDetail }) {
  return <p>{store.id}</p>
}
