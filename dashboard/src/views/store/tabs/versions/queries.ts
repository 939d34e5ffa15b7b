// What is installed of a store, what could be, and what was. Each is asked for again when an operation begins or ends.
import { queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../../../api/client"
import { EVERY } from "../../../../api/live"
import type { StoreDetail } from "../../../../api/queries"

export type Revision = Schemas["Revision"]
export type Upgrade = Schemas["Upgrade"]
export type Version = Schemas["Version"]

const of = ({ id }: StoreDetail) => ({ path: { store_id: id } })
const moment = ({ operation_id, deployed }: StoreDetail) => `${operation_id ?? ""}/${deployed?.revision ?? ""}`

export const upgradesQuery = (store: StoreDetail) =>
  queryOptions({
    queryKey: ["store", store.id, "upgrades", moment(store)],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/upgrades", { params: of(store), signal })),
    refetchInterval: EVERY.slow,
    placeholderData: (before, query) => (query?.queryKey[1] === store.id ? before : undefined),
  })

export const historyQuery = (store: StoreDetail) =>
  queryOptions({
    queryKey: ["store", store.id, "history", moment(store)],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/history", { params: of(store), signal })),
    refetchInterval: EVERY.slow,
    placeholderData: (before, query) => (query?.queryKey[1] === store.id ? before : undefined),
  })
