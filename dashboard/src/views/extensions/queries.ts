// The plugins, themes and modules of shops. Each look asks the shops themselves, so it is not repeated often.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY, unlessRefused } from "../../api/live"
import type { StoreDetail } from "../../api/queries"
import { withoutEmpty } from "../../api/without-empty"

export type Extension = Schemas["Extension"]
export type Sought = { slug: string; below: string }

/** What a store's shop has. A shop that does not answer takes its time: it is not asked more than twice. */
export const extensionsOfQuery = ({ id, operation_id }: StoreDetail) =>
  queryOptions({
    queryKey: ["store", id, "extensions", operation_id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}/extensions", { params: { path: { store_id: id } }, signal })),
    refetchInterval: ({ state }) => unlessRefused(state, EVERY.slow),
    placeholderData: (before, query) => (query?.queryKey[1] === id ? before : undefined),
    retry: 1,
  })

/** What the shops of all stores have, as many stores at once as the API asks. Not repeated by itself. */
export const extensionsQuery = ({ slug, below }: Sought) =>
  infiniteQueryOptions({
    queryKey: ["extensions", { slug, below }],
    queryFn: ({ signal, pageParam }) => {
      const query = withoutEmpty({ slug, below, cursor: pageParam })
      return answered(api.GET("/api/extensions", { params: { query }, signal }))
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    staleTime: EVERY.slow,
  })
