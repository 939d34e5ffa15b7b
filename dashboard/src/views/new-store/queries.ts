// What the form asks the platform besides what other views ask too.
import { queryOptions } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { EVERY } from "../../api/live"

export type Asked = { id?: string; name?: string; cluster?: string }

/** Whether an address is free. A question that is overtaken by the next is taken back. */
export const addressQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ["address", asked],
    queryFn: ({ signal }) => answered(api.GET("/api/address", { params: { query: asked }, signal })),
    enabled: Boolean(asked.id || asked.name),
    staleTime: 5_000,
  })

export const backupQuery = (id: string) =>
  queryOptions({
    queryKey: ["backup", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/backups/{backup_id}", { params: { path: { backup_id: id } }, signal })),
    enabled: id !== "",
    staleTime: EVERY.slow,
  })

/** How long kinds of operations take on a store's engine: asked of the store that a backup is of, which may be gone. */
export const expectedQuery = (store: string) =>
  queryOptions({
    queryKey: ["expected", store],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}/expected", { params: { path: { store_id: store } }, signal })),
    enabled: store !== "",
    staleTime: EVERY.slow,
  })

export const usersQuery = queryOptions({
  queryKey: ["users", "all"],
  queryFn: ({ signal }) => allUsers(signal),
  staleTime: EVERY.slow,
})

async function allUsers(signal: AbortSignal): Promise<Schemas["User"][]> {
  const found: Schemas["User"][] = []
  for (let cursor: string | null = null; ; ) {
    const query = cursor ? { limit: 100, cursor } : { limit: 100 }
    const page: Schemas["UserList"] = await answered(api.GET("/api/users", { params: { query }, signal }))
    found.push(...page.items)
    cursor = page.next_cursor
    if (!cursor) return found
  }
}
