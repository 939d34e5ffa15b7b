// A store's backups, all of them: the platform keeps few, and a page of them would hide what is there.
import { queryOptions } from "@tanstack/react-query"
import { allPages } from "../../../../api/all-pages"
import { answered, api, type Schemas } from "../../../../api/client"
import { EVERY } from "../../../../api/live"

export type Backup = Schemas["Backup"]

export const backupsQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "backups"],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        answered(
          api.GET("/api/stores/{store_id}/backups", {
            params: { path: { store_id: store }, query: { limit: 100, cursor } },
            signal,
          }),
        ),
      ),
    refetchInterval: EVERY.resting,
  })
