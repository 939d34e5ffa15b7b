import { Button } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { Link, useSearchParams } from "react-router"
import { type Store, storesQuery } from "../../api/queries"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { Filters } from "./Filters"
import { StoreList } from "./StoreList"

const FILTERS = ["q", "status", "engine", "cluster", "sort"] as const

/** All stores that the user may see. */
export default function Stores() {
  const [params] = useSearchParams()
  const filter = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) ?? ""]))
  const filtered = FILTERS.some((name) => name !== "sort" && filter[name])
  const stores = useQuery(storesQuery(filter))
  return (
    <Page title="Stores" actions={<NewStoreButton />}>
      {(filtered || stores.data?.length !== 0) && <Filters />}
      <Freshness query={stores} />
      {stores.isPending && <Loading rows={6} height={52} />}
      {stores.isError && !stores.data && (
        <Failure title="The stores could not be read" error={stores.error} retry={() => void stores.refetch()} />
      )}
      {stores.data && <Found stores={stores.data} filtered={filtered} />}
    </Page>
  )
}

function NewStoreButton() {
  return (
    <Button component={Link} to="/new" leftSection={<IconPlus size={16} aria-hidden />}>
      New store
    </Button>
  )
}

function Found({ stores, filtered }: { stores: readonly Store[]; filtered: boolean }) {
  if (stores.length > 0) return <StoreList stores={stores} />
  if (filtered) return <Empty title="No store is like that">Change the search or the filters.</Empty>
  return (
    <Empty title="You have no store yet" action={<NewStoreButton />}>
      A store is a shop of its own: with an address, an admin and sample products. It is proven by a test order before
      you see it.
    </Empty>
  )
}
