import { Stack } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useEffect } from "react"
import { useLocation } from "react-router"
import { enginesQuery, type StoreDetail } from "../../../api/queries"
import { Loading } from "../../../parts/Loading"
import { Cluster } from "../settings/Cluster"
import { Danger } from "../settings/Danger"
import { Domains } from "../settings/Domains"
import { Drift } from "../settings/Drift"
import { Mail } from "../settings/Mail"
import { Payments } from "../settings/Payments"
import { Plan } from "../settings/Plan"
import { Schedule } from "../settings/Schedule"
import { Shop } from "../settings/Shop"
import { TestOrder } from "../settings/TestOrder"

/** What can be changed of the store. Each change of the shop is an operation, with a way back. */
export default function Settings({ store }: { store: StoreDetail }) {
  const { hash } = useLocation()
  // What can be changed of a shop depends on its engine: what is below comes once that is known, and is not moved.
  const engines = useQuery(enginesQuery)
  // biome-ignore lint/correctness/useExhaustiveDependencies: where a link goes to is there once the engines are known
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash, engines.isPending])
  if (engines.isPending) return <Loading rows={8} />
  const engine = engines.data?.items.find(({ name }) => name === store.engine)
  const hasDomains = !store.is_copy && engine?.settings.includes("domains")
  return (
    <Stack maw={760}>
      <Shop store={store} />
      <Mail store={store} />
      <Payments store={store} />
      {hasDomains && <Domains store={store} />}
      <Plan store={store} />
      <Cluster store={store} />
      <Schedule store={store} />
      <TestOrder store={store} />
      <Drift store={store} />
      <Danger store={store} />
    </Stack>
  )
}
