import { useMutation, useQueryClient } from "@tanstack/react-query"
import { answered, api, type Schemas } from "../../api/client"
import { changed } from "../../api/live"

export type User = Schemas["User"]
export type NewUser = Schemas["CreateUser"]
export type Change = { id: string; change: Partial<Pick<User, "name" | "role" | "store_limit">> }

export function useAddUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewUser) => answered(api.POST("/api/users", { body })),
    onSuccess: () => changed(client, ["users"]),
  })
}

export function useChangeUser() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, change }: Change) =>
      answered(api.PATCH("/api/users/{user_id}", { params: { path: { user_id: id } }, body: change })),
    onSuccess: () => changed(client, ["users"], ["me"]),
  })
}

export function useResetPassword() {
  return useMutation({
    mutationFn: ({ id, password }: { id: string; password: string }) =>
      answered(api.POST("/api/users/{user_id}/password", { params: { path: { user_id: id } }, body: { password } })),
  })
}
