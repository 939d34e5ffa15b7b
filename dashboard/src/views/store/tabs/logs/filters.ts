// What stands in the address of a log: the part of the store, what is searched for, and how it is shown.
import { queryOptions } from "@tanstack/react-query"
import { useSearchParams } from "react-router"
import { answered, api } from "../../../../api/client"
import { withoutEmpty } from "../../../../api/without-empty"

export type LogParams = { component: string; pod: string; q: string; level: string; wrap: boolean }

export function useLogParams(): LogParams {
  const [params] = useSearchParams()
  const of = (name: string) => params.get(name) ?? ""
  return { component: of("component"), pod: of("pod"), q: of("q"), level: of("level"), wrap: of("wrap") !== "off" }
}

export type Historical = { since: string; tail: number; previous: boolean }

const TAIL = 1000
/** Seconds, or a time as the API takes it. */
const SINCE = /^([1-9][0-9]{0,7}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))$/

export function useHistoricalParams(): Historical {
  const [params] = useSearchParams()
  const tail = Number(params.get("tail"))
  const since = params.get("since") ?? ""
  return {
    since: SINCE.test(since) ? since : "",
    tail: Number.isInteger(tail) && tail >= 1 && tail <= 2000 ? tail : TAIL,
    previous: params.get("previous") === "on",
  }
}

/** Lines that there were. They are read once: a new look is asked for. */
export const historicalQuery = (store: string, { component, pod }: LogParams, { since, tail, previous }: Historical) =>
  queryOptions({
    queryKey: ["store", store, "logs", component, pod, since, tail, previous],
    queryFn: ({ signal }) => {
      const params = { path: { store_id: store }, query: withoutEmpty({ component, pod, since, tail, previous }) }
      return answered(api.GET("/api/stores/{store_id}/logs", { params, signal }))
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
