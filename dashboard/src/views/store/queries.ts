// What the store's page alone looks at. Each key begins with the store's, so that a change of the store looks at all of it again.
import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../../api/client"
import { EVERY } from "../../api/live"

const of = (id: string) => ({ path: { store_id: id } })

/** The newest operations of a store, also of one that is gone. */
export const lastOperationsQuery = (id: string, limit = 20) =>
  queryOptions({
    queryKey: ["store", id, "operations", limit],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}/operations", { params: { ...of(id), query: { limit } }, signal })),
    refetchInterval: EVERY.resting,
  })
