import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { useIdempotencyKey } from "../../api/actions"
import { answered, api, type Schemas } from "../../api/client"
import { changed } from "../../api/live"
import { orderPath } from "./OrderTable"
import { orderQuery } from "./queries"

/** Places an order, then shows it. Repeated after an answer that got lost, it is still one order. */
export function usePlace() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const keyOf = useIdempotencyKey()
  return useMutation({
    mutationFn: (body: Schemas["CreateOrder"]) =>
      answered(api.POST("/api/orders", { params: { header: { "Idempotency-Key": keyOf(body) } }, body })),
    onSuccess: ({ order }) => {
      client.setQueryData(orderQuery(order.store, order.id).queryKey, order)
      changed(client, ["orders"], ["products", order.store])
      void navigate(orderPath(order))
    },
  })
}
