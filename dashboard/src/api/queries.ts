// What can be looked at, each with its key and how often it is looked at again.
import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "./client"
import { EVERY } from "./live"

export type Store = Schemas["Store"]
export type Operation = Schemas["Operation"]

/** True while something is under way that changes the store. */
export const busy = (store: Store): boolean =>
  store.operation_id !== null || !["ready", "failed"].includes(store.status)

export type StoreFilter = { q?: string; status?: string; engine?: string; cluster?: string; sort?: string }

/** Every store that the filter lets through: pages of the API one after the other, so that the list can be scrolled whole. */
export const storesQuery = (filter: StoreFilter = {}) =>
  queryOptions({
    queryKey: ["stores", filter],
    queryFn: ({ signal }) => allStores(filter, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.some(busy) ? EVERY.running * 2 : EVERY.resting),
  })

async function allStores(filter: StoreFilter, signal: AbortSignal): Promise<Store[]> {
  const found: Store[] = []
  for (let cursor: string | null = null; ; ) {
    const query: Record<string, string | number> = { limit: 100 }
    for (const [name, value] of Object.entries({ ...filter, cursor })) if (value) query[name] = value
    const page: Schemas["StoreList"] = await answered(api.GET("/api/stores", { params: { query }, signal }))
    found.push(...page.items)
    cursor = page.next_cursor
    if (!cursor) return found
  }
}

export const storeQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}", { params: { path: { store_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && busy(state.data) ? EVERY.running : EVERY.resting),
  })

export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ["operation", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/operations/{operation_id}", { params: { path: { operation_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.finished_at ? false : EVERY.running),
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
