import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../../api/client"
import { EVERY } from "../../api/live"

const MOST = 100 // operations: the most that the API gives at once

/** A store's newest operations, as many as one question gets: what was tried, and how it ended. */
export const runsQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "runs"],
    queryFn: async ({ signal }) => {
      const params = { path: { store_id: id }, query: { limit: MOST } }
      return (await answered(api.GET("/api/stores/{store_id}/operations", { params, signal }))).items
    },
    refetchInterval: EVERY.resting,
  })
