import { useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api } from "../../api/client"
import { changed } from "../../api/live"

export function useCordon() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ name, why }: { name: string; why: string }) =>
      answered(api.POST("/api/clusters/{name}/cordon", { params: { path: { name } }, body: { why } })),
    onSuccess: () => changed(client, ["clusters"]),
  })
}

export function useUncordon() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => answered(api.POST("/api/clusters/{name}/uncordon", { params: { path: { name } } })),
    onSuccess: () => changed(client, ["clusters"]),
  })
}
