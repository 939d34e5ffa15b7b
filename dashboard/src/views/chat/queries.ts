import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { allPages } from "../../api/all-pages"
import { answered, api, type Schemas } from "../../api/client"
import { changed, EVERY } from "../../api/live"

export type ChatLink = Schemas["ChatLink"]

export const chatLinksQuery = queryOptions({
  queryKey: ["chat-links"],
  queryFn: ({ signal }) =>
    allPages<ChatLink>((cursor) =>
      answered(api.GET("/api/chat/links", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  refetchInterval: EVERY.slow,
})

/** Who asks to be linked by a code. Asked once: the code is good for some minutes, and no other answer is to be had. */
export const chatCodeQuery = (code: string) =>
  queryOptions({
    queryKey: ["chat-code", code],
    queryFn: ({ signal }) => answered(api.POST("/api/chat/codes", { body: { code }, signal })),
    enabled: code !== "",
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

export function useLink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => answered(api.POST("/api/chat/links", { body: { code } })),
    onSuccess: () => changed(client, ["chat-links"]),
  })
}

export function useRefuse() {
  return useMutation({
    mutationFn: (code: string) => answered(api.POST("/api/chat/codes/refuse", { body: { code } })),
  })
}

export function useUnlink() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      answered(api.DELETE("/api/chat/links/{link_id}", { params: { path: { link_id: id } } })),
    onSuccess: () => changed(client, ["chat-links"]),
  })
}
