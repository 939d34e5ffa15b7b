// Targets of notices, and what they were told.
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query"
import { allPages } from "../../api/all-pages"
import { answered, api, type Schemas } from "../../api/client"
import { changed, EVERY, unlessRefused } from "../../api/live"

export type Target = Schemas["NoticeTarget"]
export type Notice = Schemas["Notice"]

export const targetsQuery = queryOptions({
  queryKey: ["notice-targets"],
  queryFn: ({ signal }) =>
    allPages<Target>((cursor) =>
      answered(api.GET("/api/notice-targets", { params: { query: { limit: 100, cursor } }, signal })),
    ),
  refetchInterval: EVERY.resting,
})

export const targetQuery = (id: string) =>
  queryOptions({
    queryKey: ["notice-target", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/notice-targets/{target_id}", { params: { path: { target_id: id } }, signal })),
    refetchInterval: ({ state }) => unlessRefused(state, EVERY.resting),
  })

/** What a target was told, newest first; more is added at the end. What is on its way is looked at more often. */
export const noticesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["notice-target", id, "notices"],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam ? { cursor: pageParam } : {}
      return answered(
        api.GET("/api/notice-targets/{target_id}/notices", { params: { path: { target_id: id }, query }, signal }),
      )
    },
    initialPageParam: "",
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: ({ state }) => {
      const pages = state.data?.pages ?? []
      const sending = pages.some(({ items }) => items.some(({ status }) => status === "pending"))
      return unlessRefused(state, (sending ? EVERY.running : EVERY.resting) * Math.max(1, pages.length))
    },
  })

/** Does something to a target; whoever shows it looks again. */
function useChange<Asked, Answer>(ask: (asked: Asked) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: ask, onSuccess: () => changed(client, ["notice-targets"], ["notice-target"]) })
}

const at = (id: string) => ({ params: { path: { target_id: id } } })

export const useAddTarget = () =>
  useChange((body: Schemas["CreateNoticeTarget"]) => answered(api.POST("/api/notice-targets", { body })))

export const useChangeTarget = (id: string) =>
  useChange((body: Schemas["ChangeNoticeTarget"]) =>
    answered(api.PATCH("/api/notice-targets/{target_id}", { ...at(id), body })),
  )

export const useRemoveTarget = (id: string) =>
  useChange(() => answered(api.DELETE("/api/notice-targets/{target_id}", at(id))))

export const useTestTarget = (id: string) =>
  useChange(() => answered(api.POST("/api/notice-targets/{target_id}/test", at(id))))

export const useSendCode = (id: string) =>
  useChange(() => answered(api.POST("/api/notice-targets/{target_id}/code", at(id))))

export const useConfirm = (id: string) =>
  useChange((code: string) =>
    answered(api.POST("/api/notice-targets/{target_id}/confirm", { ...at(id), body: { code } })),
  )
