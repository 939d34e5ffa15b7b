// How often the page asks. A hidden tab does not ask at all; one that is seen again asks at once.
import { QueryClient } from "@tanstack/react-query"
import { ApiError } from "./problem"

/** Milliseconds between two looks at something. */
export const EVERY = { running: 2_000, resting: 15_000, slow: 60_000 } as const

/** `every`, but no more of what the platform refused to show, or has none of: asking again by itself changes nothing. */
export function unlessRefused({ data, error }: { data?: unknown; error: unknown }, every: number | false) {
  return data === undefined && error instanceof ApiError && !error.passing ? false : every
}

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 1_000,
        refetchOnWindowFocus: true,
        refetchIntervalInBackground: false,
        retry: (failures, error) => error instanceof ApiError && error.passing && failures < 3,
        retryDelay: (failures, error) =>
          error instanceof ApiError && error.retryAfter
            ? error.retryAfter * 1000
            : Math.min(500 * 2 ** failures, 8_000),
      },
      mutations: { retry: false },
    },
  })
}

const CHANGES = "storeyard-changes"
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANGES)

/** Looks again at what was changed here: in this tab, and in every other one. */
export function changed(client: QueryClient, ...keys: readonly unknown[][]): void {
  for (const queryKey of keys) void client.invalidateQueries({ queryKey })
  channel?.postMessage(keys)
}

/** Hears of what other tabs changed. Returns how to stop. */
export function hearChanges(client: QueryClient): () => void {
  const hear = ({ data }: MessageEvent<unknown[][]>) => {
    for (const queryKey of data) void client.invalidateQueries({ queryKey })
  }
  channel?.addEventListener("message", hear)
  return () => channel?.removeEventListener("message", hear)
}
