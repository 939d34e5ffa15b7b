import type { StoreDetail } from "../../../api/queries"
import { useParam } from "../../../parts/use-params"
import { Follow } from "./logs/Follow"
import { Historical } from "./logs/Historical"

/** What the store's containers write: as it comes, or what there was. */
export default function Logs({ store }: { store: StoreDetail }) {
  const [mode] = useParam("mode")
  return mode === "historical" ? <Historical store={store.id} /> : <Follow store={store.id} />
}
