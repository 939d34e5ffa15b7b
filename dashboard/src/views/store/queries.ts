// What the store's page alone looks at. Each key begins with the store's, so that a change of the store looks at all of it again.
import { queryOptions } from "@tanstack/react-query"
import { answered, api } from "../../api/client"
import { EVERY } from "../../api/live"

const of = (id: string) => ({ path: { store_id: id } })

/** How it is right now. Read from its cluster, which may take seconds. */
export const healthQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "health"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/health", { params: of(id), signal })),
    refetchInterval: EVERY.resting,
    retry: 1,
  })

/** What it takes, against what its plan gives. */
export const usageQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "usage"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/usage", { params: of(id), signal })),
    refetchInterval: EVERY.slow,
    retry: 1,
  })

/** What was changed of it by hand. A look is some hundred requests to its cluster: it is asked for by a person alone. */
export const driftQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "drift"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/drift", { params: of(id), signal })),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "schedule"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/schedule", { params: of(id), signal })),
    staleTime: EVERY.resting,
  })

/** The relay that its mail goes out through. */
export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "mail"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/mail", { params: of(id), signal })),
    staleTime: EVERY.resting,
  })

/** How its buyers pay by card. */
export const paymentsQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "payments"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/payments", { params: of(id), signal })),
    staleTime: EVERY.resting,
  })

/** The domains that it has claimed: ten at most, so one page has all. */
export const domainsQuery = (id: string) =>
  queryOptions({
    queryKey: ["store", id, "domains"],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/domains", { params: of(id), signal })),
    staleTime: EVERY.resting,
  })

/** How its owner signs in. Every look is an activity: it is asked for once, and forgotten as soon as nobody sees it. */
export const credentialsQuery = (id: string) =>
  queryOptions({
    queryKey: ["credentials", id],
    queryFn: ({ signal }) => answered(api.GET("/api/stores/{store_id}/credentials", { params: of(id), signal })),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
