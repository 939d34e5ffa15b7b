import { Button, Group } from "@mantine/core"
import type { UseInfiniteQueryResult } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Failure } from "./Failure"
import { Freshness } from "./Freshness"
import { Loading } from "./Loading"

type Props = {
  query: UseInfiniteQueryResult<{ pages: unknown[] }>
  /** What is listed, as the sentence says that could not be read. */
  what: string
  rows: number
  more?: string
  children: ReactNode
}

/** A list that is read page by page: how fresh it is, what could not be read, its rows, and a button for more of them. */
export function Paged({ query, what, rows, more = "Load more", children }: Props) {
  return (
    <>
      <Freshness query={query} />
      {query.isPending && <Loading rows={rows} height={48} />}
      {query.isError && (
        <Failure
          title={query.data ? "More could not be read" : `The ${what} could not be read`}
          error={query.error}
          retry={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
        />
      )}
      {children}
      {query.hasNextPage && (
        <Group justify="center">
          <Button variant="default" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {more}
          </Button>
        </Group>
      )}
    </>
  )
}
