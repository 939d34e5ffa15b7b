import { queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY } from "../../api/live"
import { withoutEmpty } from "../../api/without-empty"

export type Line = Schemas["Activity"]
export type Filter = { store: string; kind: string; outcome: string }
export type Ended = { lines: Line[]; more: boolean }

const MOST_LOOKS = 5 // pages of the activity that are looked through for one answer
const PAGE = 100

const fits = (line: Line, { kind, outcome }: Filter): boolean =>
  line.operation_id !== null && (!kind || line.detail.kind === kind) && (!outcome || line.outcome === outcome)

/** What ended, newest first: `count` lines that fit, or as many as the newest pages of the activity have. */
export const endedQuery = (filter: Filter, count: number, busy: boolean) =>
  queryOptions({
    queryKey: ["operations", "ended", filter, count],
    queryFn: ({ signal }) => ended(filter, count, signal),
    // Of what is filtered more pages are read for one answer: it is looked at less often.
    refetchInterval: busy && !filter.kind && !filter.outcome && count <= PAGE ? EVERY.running * 2 : EVERY.resting,
  })

async function ended(filter: Filter, count: number, signal: AbortSignal): Promise<Ended> {
  const lines: Line[] = []
  let cursor: string | null = null
  for (let looks = 0; looks < Math.max(MOST_LOOKS, Math.ceil(count / PAGE)); looks++) {
    const limit = filter.kind || filter.outcome ? PAGE : Math.min(PAGE, count)
    const query = withoutEmpty({ action: "operation.ended", limit, store: filter.store, cursor })
    const page: Schemas["ActivityList"] = await answered(api.GET("/api/activity", { params: { query }, signal }))
    lines.push(...page.items.filter((line) => fits(line, filter)))
    cursor = page.next_cursor
    if (!cursor || lines.length >= count) break
  }
  return { lines: lines.slice(0, count), more: cursor !== null || lines.length > count }
}
