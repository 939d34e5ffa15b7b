import { Button, Group, Stack, Text, VisuallyHidden } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { Link, useSearchParams } from "react-router"
import { EVERY } from "../../api/live"
import { busy, enginesQuery, liveQuery, meQuery, type Store, storesQuery } from "../../api/queries"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { placesLine } from "../../parts/places"
import { Chosen, FILTERS } from "./Chosen"
import { Filters } from "./Filters"
import { FirstStore } from "./FirstStore"
import { byStore, type UnderWay } from "./rows"
import { StoreList } from "./StoreList"

const NOTHING: UnderWay = new Map()

/** All stores that the user may see. */
export default function Stores() {
  const [params] = useSearchParams()
  const filter = Object.fromEntries([...FILTERS, "sort"].map((name) => [name, params.get(name) ?? ""]))
  const filtered = FILTERS.some((name) => filter[name])
  const stores = useQuery(storesQuery(filter))
  const none = !filtered && stores.data?.length === 0
  const titles = useTitles()
  return (
    <Page title="Stores" actions={none ? undefined : <Actions />}>
      <Stack gap="xs">
        {!none && <Filters />}
        <Chosen titles={titles} />
        <Freshness query={stores} />
      </Stack>
      {stores.isPending && <Loading rows={6} height={52} />}
      {stores.isError && !stores.data && (
        <Failure title="The stores could not be read" error={stores.error} retry={() => void stores.refetch()} />
      )}
      {none && <FirstStore />}
      {stores.data && !none && <Found stores={stores.data} titles={titles} filtered={filtered} />}
    </Page>
  )
}

function useTitles(): ReadonlyMap<string, string> {
  const engines = useQuery(enginesQuery).data?.items
  return useMemo(() => new Map((engines ?? []).map(({ name, title }) => [name, title])), [engines])
}

function Actions() {
  const places = useQuery(meQuery).data?.limits.stores
  const line = places ? placesLine(places) : ""
  return (
    <Group gap="sm">
      {line && (
        // On a phone it would move all below it as it comes; a new store says it too.
        <Text size="sm" c="dimmed" className="tabular" visibleFrom="sm">
          {line}
        </Text>
      )}
      <Button component={Link} to="/new" leftSection={<IconPlus size={16} aria-hidden />}>
        New store
      </Button>
    </Group>
  )
}

type FoundProps = { stores: readonly Store[]; titles: ReadonlyMap<string, string>; filtered: boolean }

function Found({ stores, titles, filtered }: FoundProps) {
  const looked = { ...liveQuery, select: byStore, enabled: stores.some(busy), refetchInterval: EVERY.running * 2 }
  const underWay = useQuery(looked).data ?? NOTHING
  const number = stores.length === 1 ? "1 store" : `${stores.length} stores`
  return (
    <>
      <VisuallyHidden role="status">{filtered ? `${number} found` : number}</VisuallyHidden>
      {stores.length > 0 ? (
        <StoreList stores={stores} underWay={underWay} titles={titles} />
      ) : (
        <Empty title="No store is like that">Change the search or take off a filter.</Empty>
      )}
    </>
  )
}
