import type { StoreDetail } from "../../../api/queries"

export default function Versions({ store }: { store: StoreDetail }) {
  return <p>{store.id}</p>
}
