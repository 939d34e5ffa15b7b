import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY, unlessRefused } from "../../api/live"
import { withoutEmpty } from "../../api/without-empty"

export type Order = Schemas["Order"]
export type OrderFilter = { store: string; status: string }

/** Orders, newest first, page by page. Each look asks every shop: it is not repeated by itself once somebody reads on. */
export const ordersQuery = ({ store, status }: OrderFilter) =>
  infiniteQueryOptions({
    queryKey: ["orders", { store, status }],
    queryFn: ({ signal, pageParam }) => {
      const query: Record<string, unknown> = withoutEmpty({ limit: 25, store, status, cursor: pageParam })
      return answered(api.GET("/api/orders", { params: { query }, signal }))
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : EVERY.slow),
  })

export const orderQuery = (store: string, order: string) =>
  queryOptions({
    queryKey: ["order", store, order],
    queryFn: ({ signal }) =>
      answered(
        api.GET("/api/orders/{store_id}/{order_id}", {
          params: { path: { store_id: store, order_id: order } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => unlessRefused(state, EVERY.resting),
  })

/** What can be ordered in a store, page by page. */
export const productsQuery = (store: string) =>
  infiniteQueryOptions({
    queryKey: ["products", store],
    queryFn: ({ signal, pageParam }) => {
      const params = { path: { store_id: store }, query: withoutEmpty({ cursor: pageParam }) }
      return answered(api.GET("/api/stores/{store_id}/products", { params, signal }))
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    enabled: store !== "",
    staleTime: 10_000,
  })
