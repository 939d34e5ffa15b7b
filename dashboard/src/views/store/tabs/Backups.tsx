import type { StoreDetail } from "../../../api/queries"

export default function Backups({ store }: { store: StoreDetail }) {
  return <p>{store.id}</p>
}
