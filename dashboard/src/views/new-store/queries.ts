// What the form asks the platform besides what other views ask too.
import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../../api/client"
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
