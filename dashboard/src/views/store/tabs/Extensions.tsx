import { Anchor, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { useOperate } from "../../../api/actions"
import { ApiError, sentenceOf } from "../../../api/problem"
import { enginesQuery, expectedQuery, type StoreDetail } from "../../../api/queries"
import { useUser } from "../../../api/session"
import { Empty } from "../../../parts/Empty"
import { usually } from "../../../parts/expected"
import { Failure } from "../../../parts/Failure"
import { Freshness } from "../../../parts/Freshness"
import { Loading } from "../../../parts/Loading"
import { Refusable } from "../../../parts/Refusable"
import { type Column, Rows } from "../../../parts/Rows"
import { refusalOf } from "../../../parts/refusal"
import { Names, VERSION } from "../../extensions/cells"
import { type Extension, extensionsOfQuery } from "../../extensions/queries"
import { activeName, countName, keyOf, originName, ownersFirst } from "../../extensions/words"
import { InstallExtension } from "../InstallExtension"

const KIND = "update_extensions"

/** The plugins and themes that the store's shop has, and where they are changed. */
export default function Extensions({ store }: { store: StoreDetail }) {
  const query = useQuery(extensionsOfQuery(store))
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        Plugins and themes
      </Title>
      <Freshness query={query} />
      {query.isPending && (
        <>
          <Text size="sm">Asking the shop what it has …</Text>
          <Loading rows={4} height={52} />
        </>
      )}
      {query.isError && !query.data && (
        <NoAnswer store={store} error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && <Found store={store} items={query.data.items} />}
    </Stack>
  )
}

/** No list. That a shop is too old to tell, or not there now, is no failure. */
function NoAnswer({ store, error, retry }: { store: StoreDetail; error: unknown; retry: () => void }) {
  const reason = error instanceof ApiError ? error.reason : ""
  if (reason === "UpgradeNeeded") {
    const versions = (
      <Anchor component={Link} to={`/stores/${store.id}/versions`}>
        To the versions
      </Anchor>
    )
    return (
      <Empty title="Upgrade the store to see them" action={versions}>
        The shop is on a version from before it could tell which plugins and themes it has.
      </Empty>
    )
  }
  if (reason === "StoreNotReady") return <Empty title="Nothing to see now">{sentenceOf(error)}</Empty>
  const title = reason === "ShopUnavailable" ? "The shop does not answer" : "The plugins and themes could not be read"
  return <Failure title={title} error={error} retry={retry} />
}

function Found({ store, items }: { store: StoreDetail; items: readonly Extension[] }) {
  const mine = useUser().id === store.owner
  if (items.length === 0) return <Empty title="This shop has nothing beside its engine's own code" />
  return (
    <>
      <Text size="sm">
        {countName(items)}. <Where store={store} />
      </Text>
      <Update store={store} items={items} />
      <Rows
        label="Plugins and themes"
        rows={ownersFirst(items)}
        keyOf={keyOf}
        columns={columns(mine, store.safe_mode)}
      />
      <InstallExtension store={store} />
    </>
  )
}

/** Brings all of the owner's to the versions on offer. */
function Update({ store, items }: { store: StoreDetail; items: readonly Extension[] }) {
  const operate = useOperate()
  const expected = useQuery(expectedQuery(store.id)).data?.expected[KIND]
  const due = items.filter(({ origin, update }) => origin === "owner" && update)
  if (due.length === 0) return null
  return (
    <Stack gap="xs" align="flex-start">
      <Refusable
        refused={refusalOf(store, KIND)}
        loading={operate.isPending}
        onClick={() => operate.mutate({ store: store.id, body: { kind: KIND, parameters: { slugs: [] } } })}
      >
        {due.length === 1 ? "Update one" : `Update all ${due.length}`}
      </Refusable>
      <Text size="sm" c="dimmed">
        The shop is backed up first and closed meanwhile. If it does not sell with the new versions, it gets the old
        ones back.
      </Text>
      {/* Its place is kept: the list below would move when it comes. */}
      <Text size="sm" c="dimmed" mih="1lh">
        {expected && usually(expected.seconds, expected.of)}
      </Text>
      {operate.error && <Failure title="They could not be updated" error={operate.error} />}
    </Stack>
  )
}

/** Where they are installed, updated and deleted, if that can be done at all. */
function Where({ store }: { store: StoreDetail }) {
  const engines = useQuery(enginesQuery)
  const engine = engines.data?.items.find(({ name }) => name === store.engine)
  if (!engine) return null
  if (!engine.settings.includes("file_mods")) return `They come with ${engine.title}, and are upgraded with it.`
  if (store.file_mods === "open") {
    return (
      <>
        They are installed, updated and deleted in the{" "}
        <Anchor href={store.admin_url} target="_blank" rel="noreferrer" inherit underline="always">
          shop's admin
        </Anchor>
        ; those with the platform are upgraded with the store.
      </>
    )
  }
  return (
    <>
      In the shop's admin none can be installed, updated or deleted: that is off in the{" "}
      <Anchor component={Link} to={`/stores/${store.id}/settings`} inherit underline="always">
        settings
      </Anchor>
      .
    </>
  )
}

const columns = (mine: boolean, safeMode: boolean): Column<Extension>[] => [
  { head: "Name", cell: (extension) => <Names extension={extension} /> },
  { head: "Kind", cell: ({ kind }) => kind },
  VERSION,
  { head: "Active", cell: (extension) => activeName(extension, safeMode) },
  { head: "From", cell: (extension) => originName(extension, mine) },
]
