// The activity log, in pages that are added at the end. What stands in the address says which lines are wanted.
import { infiniteQueryOptions } from "@tanstack/react-query"
import { useSearchParams } from "react-router"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY } from "../../api/live"
import { withoutEmpty } from "../../api/without-empty"

export type Line = Schemas["Activity"]
export type Filter = { store: string; actor: string; action: string; since: string; until: string }
/** `stores`: only what is about a store, also of those that are gone. */
export type Wanted = Filter & { about: "all" | "stores" }

const NAMES = ["store", "actor", "action", "since", "until"] as const
const TIMES = new Set(["since", "until"])

/** What the address says. A time that is none is left out: the API would refuse the whole question. */
export function useFilter(): Filter {
  const [params] = useSearchParams()
  const of = (name: string) => {
    const value = params.get(name) ?? ""
    return TIMES.has(name) && Number.isNaN(Date.parse(value)) ? "" : value
  }
  return Object.fromEntries(NAMES.map((name) => [name, of(name)])) as Filter
}

export const activityQuery = ({ about, ...filter }: Wanted) =>
  infiniteQueryOptions({
    queryKey: ["activity", about, filter],
    queryFn: ({ pageParam, signal }) => {
      const asked = { params: { query: withoutEmpty({ ...filter, cursor: pageParam }) }, signal }
      return answered(about === "stores" ? api.GET("/api/stores/activity", asked) : api.GET("/api/activity", asked))
    },
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    // Each page is asked for again: the more there are, the more seldom.
    refetchInterval: ({ state }) => EVERY.resting * Math.max(1, state.data?.pages.length ?? 1),
  })
