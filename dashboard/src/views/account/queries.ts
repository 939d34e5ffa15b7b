import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { allPages } from "../../api/all-pages"
import { answered, api, type Schemas } from "../../api/client"
import { changed, EVERY } from "../../api/live"

export type Token = Schemas["Token"]
export type Scope = Schemas["Scope"]

export const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) =>
    allPages<Token>((cursor) =>
      answered(api.GET("/api/tokens", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  refetchInterval: EVERY.slow,
})

export function useMakeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas["CreateToken"]) => answered(api.POST("/api/tokens", { body })),
    onSuccess: () => changed(client, ["tokens"]),
  })
}

export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => answered(api.DELETE("/api/tokens/{token_id}", { params: { path: { token_id: id } } })),
    onSuccess: () => changed(client, ["tokens"]),
  })
}

/** Changes one's own password. It ends this session too: what is asked for next asks the person to sign in again. */
export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas["ChangePassword"]) => answered(api.POST("/api/auth/password", { body })),
    onSuccess: () => changed(client, ["me"]),
  })
}
