import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useNavigate } from "react-router"
import { useIdempotencyKey } from "../../api/actions"
import { answered, api, type Schemas } from "../../api/client"
import { changed } from "../../api/live"
import { orderPath } from "./OrderTable"
import { orderQuery } from "./queries"

/**
 * Places an order, then shows it. Asked for again by the same form it is the same order, however much later: a shop cannot
 * take an order back. A form that is opened anew places another.
 */
export function usePlace() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const keyOf = useIdempotencyKey(Number.POSITIVE_INFINITY)
  return useMutation({
    mutationFn: (body: Schemas["CreateOrder"]) =>
      answered(api.POST("/api/orders", { params: { header: { "Idempotency-Key": keyOf(body) } }, body })),
    onSuccess: ({ order }) => {
      client.setQueryData(orderQuery(order.store, order.id).queryKey, order)
      changed(client, ["orders"], ["products", order.store])
      void navigate(orderPath(order))
    },
    onError: (_error, { store }) => changed(client, ["products", store]),
  })
}
