import { Anchor, Badge, Group, Stack } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Suspense } from "react"
import { useParams } from "react-router"
import { useOperate } from "../../api/actions"
import { ApiError } from "../../api/problem"
import { type StoreDetail, storeQuery } from "../../api/queries"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { StatusBadge } from "../../parts/StatusBadge"
import { kindName } from "../../parts/words"
import { Actions } from "./Actions"
import { Gone } from "./Gone"
import { SafeMode } from "./SafeMode"
import { TabBar } from "./TabBar"
import { type Tab, tabOf } from "./tabs"

/** One store: what it is and does, and what can be done with it. */
export default function Store() {
  const { store: id = "", tab = "" } = useParams()
  const query = useQuery(storeQuery(id))
  if (query.error instanceof ApiError && query.error.status === 404) return <Gone id={id} />
  if (!query.data) {
    return (
      <Page title={id}>
        {query.isPending ? (
          <Loading rows={8} height={44} />
        ) : (
          <Failure title="The store could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    )
  }
  return <Found store={query.data} tab={tabOf(tab)} freshness={<Freshness query={query} />} key={id} />
}

type Props = { store: StoreDetail; tab: Tab | undefined; freshness: React.ReactNode }

function Found({ store, tab, freshness }: Props) {
  const operate = useOperate()
  const title = tab && tab.path !== "" ? `${store.name}: ${tab.label}` : store.name
  return (
    <Page title={title} shown={<Heading store={store} />} actions={<Actions store={store} operate={operate} />}>
      <Stack gap="xs" mt={-12}>
        <Anchor href={store.url} target="_blank" rel="noreferrer" size="sm" className="free-text" w="fit-content">
          {new URL(store.url).host}
        </Anchor>
        {freshness}
        {operate.error && (
          <Failure
            title={`${kindName(operate.variables?.body.kind ?? "")}: this could not be asked for`}
            error={operate.error}
          />
        )}
        <TabBar id={store.id} current={tab?.path} />
      </Stack>
      {store.safe_mode && <SafeMode store={store} />}
      {tab ? (
        <Suspense fallback={<Loading rows={6} />} key={tab.path}>
          <tab.Shown store={store} />
        </Suspense>
      ) : (
        <Failure title="There is nothing here" error="A store has no such tab: choose one of those above." />
      )}
    </Page>
  )
}

function Heading({ store }: { store: StoreDetail }) {
  return (
    <Group gap="sm" component="span">
      <span className="free-text">{store.name}</span>
      <StatusBadge status={store.status} />
      {store.is_copy && <Badge variant="default">copy</Badge>}
      {store.safe_mode && <Badge color="orange">safe mode</Badge>}
    </Group>
  )
}
