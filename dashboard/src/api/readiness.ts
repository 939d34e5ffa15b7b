import { queryOptions } from "@tanstack/react-query"
import { answered, api, asError, type Schemas } from "./client"
import { EVERY } from "./live"

export type Check = Schemas["Check"]
export type Readiness = { ready: boolean; checks: Record<string, Check> }

/** What the platform says of its own parts. That a part is not well is an answer of its own (503), and no failure to ask. */
async function readiness(signal: AbortSignal): Promise<Readiness> {
  const { data, error, response } = await api.GET("/health/ready", { signal })
  if (data) return { ready: true, checks: data.checks }
  const said: unknown = error
  if (typeof said === "object" && said !== null && "checks" in said) {
    return { ready: false, checks: said.checks as Record<string, Check> }
  }
  throw await asError(said, response)
}

export const readinessQuery = queryOptions({
  queryKey: ["readiness"],
  queryFn: ({ signal }) => readiness(signal),
  refetchInterval: EVERY.running * 2,
})

export const versionQuery = queryOptions({
  queryKey: ["version"],
  queryFn: ({ signal }) => answered(api.GET("/health", { signal })),
  refetchInterval: EVERY.slow,
})
