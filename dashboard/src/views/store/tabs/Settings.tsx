import type { StoreDetail } from "../../../api/queries"

export default function Settings({ store }: { store: StoreDetail }) {
  return <p>{store.name}</p>
}
