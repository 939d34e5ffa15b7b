import { queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY } from "../../api/live"

type Operation = Schemas["Operation"]
/** What is under way, by the store it is on. */
export type UnderWay = ReadonlyMap<string, Operation>

/** What is under way on any store: asked for only while something is. The API says no more than 100 at once, the oldest. */
export const underWayQuery = (wanted: boolean) =>
  queryOptions({
    queryKey: ["operations", "under way"],
    queryFn: ({ signal }) => answered(api.GET("/api/operations", { params: { query: { limit: 100 } }, signal })),
    select: byStore,
    enabled: wanted,
    refetchInterval: EVERY.running * 2,
  })

function byStore({ items }: Schemas["OperationList"]): UnderWay {
  return new Map(items.map((operation) => [operation.store_id, operation]))
}
