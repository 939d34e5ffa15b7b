// What can be looked at, each with its key and how often it is looked at again.
import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import { allPages } from "./all-pages"
import { answered, api, type Schemas } from "./client"
import { EVERY, unlessRefused } from "./live"
import { withoutEmpty } from "./without-empty"

export type Store = Schemas["Store"]
/** A store looked at alone: it says besides why what is not allowed now is not. */
export type StoreDetail = Schemas["StoreDetail"]
export type Operation = Schemas["Operation"]

/** True while something is under way that changes the store. */
export const busy = (store: Store): boolean =>
  store.operation_id !== null || !["ready", "failed"].includes(store.status)

const PAGE = 100 // stores of one request

export type StoreFilter = { q?: string; status?: string; engine?: string; cluster?: string; sort?: string }

/** Every store that the filter lets through: pages of the API one after the other, so that the list can be scrolled whole. */
export const storesQuery = (filter: StoreFilter = {}) => {
  // No filter and an empty one are the same question.
  const said = withoutEmpty(filter)
  return queryOptions({
    queryKey: ["stores", said],
    queryFn: ({ signal }) =>
      allPages<Store>((cursor) => {
        const query: Record<string, unknown> = { ...said, limit: PAGE, cursor }
        return answered(api.GET("/api/stores", { params: { query }, signal }))
      }),
    placeholderData: keepPreviousData,
    // Hundreds of stores are several requests: they are looked at more seldom, so that there are never many in a minute.
    refetchInterval: ({ state }) =>
      state.data?.some(busy) ? EVERY.running * (1 + Math.ceil(state.data.length / PAGE)) : EVERY.resting,
  })
}

export const storeQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}", { params: { path: { store_id: id } }, signal })),
    refetchInterval: ({ state }) =>
      unlessRefused(state, state.data && !state.error && busy(state.data) ? 2 * EVERY.running : EVERY.resting),
  })

/** The newest operations of a store, also of one that is gone. */
export const lastOperationsQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "operations"],
    queryFn: ({ signal }) =>
      answered(
        api.GET("/api/stores/{store_id}/operations", {
          params: { path: { store_id: id }, query: { limit: 12 } },
          signal,
        }),
      ),
    refetchInterval: EVERY.resting,
  })

/** How long each kind of operation takes on a store, also on one that is gone. */
export const expectedQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "expected"],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}/expected", { params: { path: { store_id: id } }, signal })),
    staleTime: EVERY.slow,
  })

/** What is under way on any store, in the order in which it began to wait. */
export const liveQuery = queryOptions({
  queryKey: ["operations", "live"],
  queryFn: ({ signal }) =>
    allPages<Operation>((cursor) =>
      answered(api.GET("/api/operations", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  refetchInterval: ({ state }) => (state.data?.length ? EVERY.running : EVERY.running * 2),
})

export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ["operation", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/operations/{operation_id}", { params: { path: { operation_id: id } }, signal })),
    // The end is told by the operation's events first: this only has to notice where it stands in the queue.
    refetchInterval: ({ state }) =>
      unlessRefused(state, !state.data?.finished_at && (state.data?.started_at ? 2 * EVERY.running : EVERY.running)),
  })

/** The kinds of operations, with their steps and parameters. They change with the platform's version only. */
export const kindsQuery = queryOptions({
  queryKey: ["kinds"],
  queryFn: ({ signal }) => answered(api.GET("/api/kinds", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => answered(api.GET("/api/me", { signal })),
  staleTime: EVERY.slow,
})

/** Everybody there is: only an admin may ask. */
export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: ({ signal }) =>
    allPages<Schemas["User"]>((cursor) =>
      answered(api.GET("/api/users", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  staleTime: EVERY.slow,
})

export const enginesQuery = queryOptions({
  queryKey: ["engines"],
  queryFn: ({ signal }) => answered(api.GET("/api/engines", { signal })),
  staleTime: EVERY.slow,
})

export const plansQuery = queryOptions({
  queryKey: ["plans"],
  queryFn: ({ signal }) => answered(api.GET("/api/plans", { signal })),
  staleTime: EVERY.slow,
})

export const clustersQuery = queryOptions({
  queryKey: ["clusters"],
  queryFn: ({ signal }) => answered(api.GET("/api/clusters", { signal })),
  staleTime: EVERY.slow,
})

/** Stores and operations in numbers. An owner's are of their own, an admin's of the whole platform. */
export const metricsQuery = queryOptions({
  queryKey: ["metrics"],
  queryFn: ({ signal }) => answered(api.GET("/api/stores/metrics", { signal })),
  refetchInterval: EVERY.resting,
})
