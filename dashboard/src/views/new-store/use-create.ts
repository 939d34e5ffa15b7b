import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { useIdempotencyKey } from "../../api/actions"
import { answered, api, type Schemas } from "../../api/client"
import { changed } from "../../api/live"
import { operationQuery } from "../../api/queries"

/** Asks for a store, then shows its making. Repeated after an answer that got lost, it is still one store. */
export function useCreate(done: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const keyOf = useIdempotencyKey()
  return useMutation({
    mutationFn: (wanted: object) =>
      answered(
        api.POST("/api/stores", {
          params: { header: { "Idempotency-Key": keyOf(wanted) } },
          body: wanted as Schemas["CreateStore"],
        }),
      ),
    onSuccess: ({ store, operation }) => {
      done()
      client.setQueryData(operationQuery(operation.id).queryKey, operation)
      changed(client, ["stores"], ["store", store.id], ["operations"], ["operation", operation.id], ["address"], ["me"])
      void navigate(`/operations/${operation.id}`)
    },
    // It may be refused for what has changed meanwhile: somebody took the address, or the last place of the limit.
    onError: () => changed(client, ["address"], ["me"], ["engines"]),
  })
}
