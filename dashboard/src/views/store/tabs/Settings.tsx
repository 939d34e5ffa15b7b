import { Stack } from "@mantine/core"
import { useEffect } from "react"
import { useLocation } from "react-router"
import type { StoreDetail } from "../../../api/queries"
import { Danger } from "../settings/Danger"
import { Plan } from "../settings/Plan"
import { Schedule } from "../settings/Schedule"
import { Shop } from "../settings/Shop"
import { TestOrder } from "../settings/TestOrder"

/** What can be changed of the store. Each change of the shop is an operation, with a way back. */
export default function Settings({ store }: { store: StoreDetail }) {
  const { hash } = useLocation()
  useEffect(() => {
    if (hash) document.getElementById(hash.slice(1))?.scrollIntoView()
  }, [hash])
  return (
    <Stack maw={760}>
      <Shop store={store} />
      <Plan store={store} />
      <Schedule store={store} />
      <TestOrder store={store} />
      <Danger store={store} />
    </Stack>
  )
}
