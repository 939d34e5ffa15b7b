import { Anchor, Button, Group, Stack, Text, TextInput } from "@mantine/core"
import { IconSearch } from "@tabler/icons-react"
import { useInfiniteQuery } from "@tanstack/react-query"
import type { FormEvent } from "react"
import { Link, useSearchParams } from "react-router"
import { Empty } from "../../parts/Empty"
import { Failure, FailureLine } from "../../parts/Failure"
import { besides, ruleOf } from "../../parts/fields"
import { Loading } from "../../parts/Loading"
import { MissingStores } from "../../parts/MissingStores"
import { missingByReason } from "../../parts/missing"
import { Page } from "../../parts/Page"
import { type Column, Rows } from "../../parts/Rows"
import { useSetParams } from "../../parts/use-params"
import { When } from "../../parts/When"
import { Names, VERSION } from "./cells"
import { type Extension, extensionsQuery, type Sought } from "./queries"
import { activeName, keyOf } from "./words"

/** The plugins and themes in the shops of all stores that the user may see. What is searched for stands in the address. */
export default function Extensions() {
  const [params] = useSearchParams()
  const sought = { slug: params.get("slug") ?? "", below: params.get("below") ?? "" }
  const found = useInfiniteQuery(extensionsQuery(sought))
  const pages = found.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const missing = missingByReason(pages)
  const again = () => void found.refetch()
  const error = besides(found.error, "slug", "below")
  return (
    <Page title="Extensions">
      <Search key={`${sought.slug} ${sought.below}`} sought={sought} error={found.error} />
      {found.isPending && <Loading rows={6} height={44} />}
      {error !== null && !found.data && (
        <Failure title="The plugins and themes could not be read" error={error} retry={again} />
      )}
      {found.data && (
        <Stack>
          <MissingStores what="The plugins" groups={missing} busy={found.isRefetching} again={again} />
          {items.length > 0 ? (
            <Rows label="Plugins and themes" rows={items} keyOf={keyOf} columns={COLUMNS} />
          ) : (
            <Nothing
              certain={missing.length === 0 && !found.hasNextPage}
              searched={sought.slug + sought.below !== ""}
            />
          )}
          {found.isFetchNextPageError && <FailureLine error={found.error} />}
          <Group justify="space-between">
            <Text size="sm" c="dimmed" role="status">
              {items.length} found{found.hasNextPage && ", and more stores to look at"} · read{" "}
              <When at={new Date(found.dataUpdatedAt).toISOString()} />
            </Text>
            {found.hasNextPage && (
              <Button variant="default" onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
                Look at more stores
              </Button>
            )}
          </Group>
        </Stack>
      )}
    </Page>
  )
}

/** Searched when it is sent, and not at each key: each search asks the shops. */
function Search({ sought, error }: { sought: Sought; error: unknown }) {
  const setParams = useSetParams()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim()
    setParams({ slug: text("slug"), below: text("below") })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Group align="flex-end" gap="xs" role="search" aria-label="Plugins and themes">
        <TextInput
          name="slug"
          label="Plugin or theme"
          placeholder="booking-calendar"
          description="Its whole short name (slug)."
          defaultValue={sought.slug}
          error={ruleOf(error, "slug")}
          autoComplete="off"
          spellCheck={false}
          flex="1 1 220px"
          maw={360}
          data-search
        />
        <TextInput
          name="below"
          label="Older than version"
          placeholder="4.2"
          description="Left out: of any version."
          defaultValue={sought.below}
          error={ruleOf(error, "below")}
          autoComplete="off"
          flex="1 1 160px"
          maw={220}
        />
        <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
          Search
        </Button>
      </Group>
    </form>
  )
}

/** `certain`: all stores were looked at, and answered. */
function Nothing({ certain, searched }: { certain: boolean; searched: boolean }) {
  if (!certain) return <Empty title="Nothing is found in the stores that answered" />
  if (searched) return <Empty title="No store has it">The name has to be the whole of it: booking-calendar.</Empty>
  return <Empty title="No plugins and themes yet">Those of every store are listed here, whoever brought them.</Empty>
}

const COLUMNS: readonly Column<Extension>[] = [
  {
    head: "Store",
    cell: ({ store }) => (
      <Anchor component={Link} to={`/stores/${store}/extensions`} inherit className="free-text">
        {store}
      </Anchor>
    ),
  },
  { head: "Name", cell: (extension) => <Names extension={extension} /> },
  VERSION,
  { head: "Active", cell: (extension) => activeName(extension, false) },
]
