// Webhooks, and what was sent to them.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { allPages } from "../../api/all-pages"
import { answered, api, type Schemas } from "../../api/client"
import { changed, EVERY, unlessRefused } from "../../api/live"

export type Webhook = Schemas["Webhook"]
export type Delivery = Schemas["Delivery"]

export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: ({ signal }) =>
    allPages<Webhook>((cursor) =>
      answered(api.GET("/api/webhooks", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  refetchInterval: EVERY.resting,
})

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhook", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/webhooks/{webhook_id}", { params: { path: { webhook_id: id } }, signal })),
    refetchInterval: ({ state }) => unlessRefused(state, EVERY.resting),
  })

/** What was sent, newest first; more is added at the end. What is on its way is looked at more often. */
export const deliveriesQuery = (id: string, status: Delivery["status"] | "") =>
  infiniteQueryOptions({
    queryKey: ["webhook", id, "deliveries", status],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...(status && { status }), ...(pageParam && { cursor: pageParam }) }
      return answered(
        api.GET("/api/webhooks/{webhook_id}/deliveries", { params: { path: { webhook_id: id }, query }, signal }),
      )
    },
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? []
      const sending = pages.some(({ items }) => items.some(({ status, tries }) => status === "pending" && tries === 0))
      return unlessRefused(state, (sending ? EVERY.running : EVERY.resting) * Math.max(1, pages.length))
    },
  })

/** Does something to a webhook; whoever shows it looks again. */
function useChange<Asked, Answer>(ask: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: ask, onSuccess: () => changed(client, ["webhooks"], ["webhook"]) })
}

const at = (id: string) => ({ params: { path: { webhook_id: id } } })

export const useAddWebhook = () =>
  useChange((body: Schemas["CreateWebhook"]) => answered(api.POST("/api/webhooks", { body })))

export const useChangeWebhook = (id: string) =>
  useChange((body: Schemas["ChangeWebhook"]) => answered(api.PATCH("/api/webhooks/{webhook_id}", { ...at(id), body })))

export const useRemoveWebhook = (id: string) =>
  useChange(() => answered(api.DELETE("/api/webhooks/{webhook_id}", at(id))))

export const useRotate = (id: string) =>
  useChange(() => answered(api.POST("/api/webhooks/{webhook_id}/secret", at(id))))

export const useTest = (id: string) => useChange(() => answered(api.POST("/api/webhooks/{webhook_id}/test", at(id))))

export const useRedeliver = (id: string) =>
  useChange((delivery: string) =>
    answered(
      api.POST("/api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", {
        params: { path: { webhook_id: id, delivery_id: delivery } },
      }),
    ),
  )

/** Sends all dead letters again: the platform takes so many at a time. Returns how many there were. */
export const useRedeliverDead = (id: string) =>
  useChange(async () => {
    for (let count = 0; ; ) {
      const done = await answered(api.POST("/api/webhooks/{webhook_id}/redeliver", { ...at(id), body: {} }))
      count += done.count
      if (!done.more) return count
    }
  })
