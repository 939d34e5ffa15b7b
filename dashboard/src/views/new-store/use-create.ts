import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useIdempotencyKey, useShowOperation } from "../../api/actions"
import { answered, api, type Schemas } from "../../api/client"
import { changed } from "../../api/live"

/** Asks for a store, then shows its making. Repeated after an answer that got lost, it is still one store. */
export function useCreate(done: () => void) {
  const client = useQueryClient()
  const show = useShowOperation()
  const keyOf = useIdempotencyKey()
  return useMutation({
    mutationFn: (wanted: object) =>
      answered(
        api.POST("/api/stores", {
          params: { header: { "Idempotency-Key": keyOf(wanted) } },
          body: wanted as Schemas["CreateStore"],
        }),
      ),
    onSuccess: ({ operation }) => {
      done()
      show(operation, ["address"], ["me"])
    },
    // It may be refused for what has changed meanwhile: somebody took the address, or the last place of the limit.
    onError: () => changed(client, ["address"], ["me"], ["engines"]),
  })
}
