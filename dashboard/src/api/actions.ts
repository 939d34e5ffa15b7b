// What can be done. Each starts an operation and goes to it, and every view that shows what it changes looks again.
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"
import { useNavigate } from "react-router"
import { answered, api, idempotencyKey } from "./client"
import { changed } from "./live"
import { type Operation, operationQuery, storeQuery } from "./queries"
import type { paths } from "./schema"

/** A kind of operation with its parameters, as the API takes them. */
export type OperationBody =
  paths["/api/stores/{store_id}/operations"]["post"]["requestBody"]["content"]["application/json"]
export type Kind = OperationBody["kind"]
export type Wanted = { store: string; body: OperationBody }

/**
 * The key of a request that makes something. The same request, sent again because no answer came, has the same key; one that
 * says something else, or comes later than `keptFor` milliseconds after, has another.
 */
export function useIdempotencyKey(keptFor = 120_000): (request: unknown) => string {
  const last = useRef({ request: "", key: "", at: 0 })
  return (request) => {
    const said = JSON.stringify(request)
    if (last.current.request !== said || Date.now() - last.current.at > keptFor) {
      last.current = { request: said, key: idempotencyKey(), at: Date.now() }
    }
    return last.current.key
  }
}

/** Shows an operation that was asked for. What it changes is looked at again, and what else is named. */
export function useShowOperation(): (operation: Operation, ...besides: string[][]) => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  return (operation, ...besides) => {
    const { id, store_id } = operation
    client.setQueryData(operationQuery(id).queryKey, operation)
    changed(client, ["stores"], ["operations"], ["store", store_id], ["operation", id], ...besides)
    void navigate(`/operations/${id}`)
  }
}

/** Starts an operation on a store, then shows it. Repeated after an answer that got lost, it is still one operation. */
export function useOperate() {
  const client = useQueryClient()
  const show = useShowOperation()
  const keyOf = useIdempotencyKey()
  return useMutation({
    mutationFn: ({ store, body }: Wanted) =>
      answered(
        api.POST("/api/stores/{store_id}/operations", {
          params: { path: { store_id: store }, header: { "Idempotency-Key": keyOf({ store, body }) } },
          body,
        }),
      ),
    onSuccess: ({ store, operation }) => {
      client.setQueryData(storeQuery(store.id).queryKey, (before) => before && { ...before, ...store })
      show(operation)
    },
  })
}

export function useCancel() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (operation: string) =>
      answered(api.POST("/api/operations/{operation_id}/cancel", { params: { path: { operation_id: operation } } })),
    onSuccess: (operation) => {
      client.setQueryData(operationQuery(operation.id).queryKey, operation)
      changed(client, ["operations"], ["operation", operation.id])
    },
  })
}
