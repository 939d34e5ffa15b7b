// What is done to a backup itself. None of it is an operation: it is done at once.
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api } from "../../../../api/client"
import { changed } from "../../../../api/live"
import { type Backup, backupsQuery } from "./queries"

const of = ({ id }: Backup) => ({ params: { path: { backup_id: id } } })

export function usePin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ backup, pinned }: { backup: Backup; pinned: boolean }) =>
      answered(api.PATCH("/api/backups/{backup_id}", { ...of(backup), body: { pinned } })),
    onSuccess: (backup) => {
      client.setQueryData(backupsQuery(backup.store).queryKey, (before) =>
        before?.map((each) => (each.id === backup.id ? backup : each)),
      )
      changed(client, ["store", backup.store, "backups"])
    },
  })
}

export function useDelete() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (backup: Backup) => answered(api.DELETE("/api/backups/{backup_id}", of(backup))),
    onSuccess: (_, backup) => {
      client.setQueryData(backupsQuery(backup.store).queryKey, (before) =>
        before?.filter((each) => each.id !== backup.id),
      )
      changed(client, ["store", backup.store, "backups"])
    },
  })
}
