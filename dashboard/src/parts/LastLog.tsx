import { Anchor, Code, Stack, Text } from "@mantine/core"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { answered, api, type Schemas } from "../api/client"
import type { Operation } from "../api/queries"
import { FailureLine } from "./Failure"
import { Loading } from "./Loading"
import { clock } from "./time"

type Line = Schemas["LogLine"]
const LINES = 20 // of each: what runs, and what ended and was started again

const logOf = async (id: string, previous: boolean, signal: AbortSignal): Promise<Line[]> => {
  const query = { tail: LINES, previous }
  return (await answered(api.GET("/api/stores/{store_id}/logs", { params: { path: { store_id: id }, query }, signal })))
    .lines
}

/** The last lines of the shop: once, as they were when they were looked at. */
const lastLogQuery = (store: string, operation: string) =>
  queryOptions({
    queryKey: ["last-log", store, operation],
    queryFn: async ({ signal }) => ({
      now: await logOf(store, false, signal),
      before: await logOf(store, true, signal),
    }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })

/** What the shop's containers said last, those too that ended and were started again. */
export function LastLog({ operation }: { operation: Operation }) {
  const query = useQuery(lastLogQuery(operation.store_id, operation.id))
  if (query.isPending) {
    return (
      <div>
        <Text size="sm" mb={4}>
          Reading the shop's last log lines …
        </Text>
        <Loading rows={6} height={44} />
      </div>
    )
  }
  if (!query.data) {
    return (
      <div>
        <Text size="sm">The shop's last log lines could not be read:</Text>
        <FailureLine error={query.error} />
      </div>
    )
  }
  const { now, before } = query.data
  return (
    <Stack gap="xs" w="100%">
      <Lines title="Last lines before a container was started again" lines={before} />
      <Lines title="Last lines of the shop" lines={now} />
      {now.length + before.length === 0 && (
        <Text size="sm">The shop has said nothing: no container of it has a log.</Text>
      )}
      <Anchor component={Link} to={`/stores/${operation.store_id}/logs`} size="sm">
        The whole log
      </Anchor>
    </Stack>
  )
}

function Lines({ title, lines }: { title: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Code
        block
        tabIndex={0}
        aria-label={title}
        mah={240}
        style={{ overflow: "auto", whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
      >
        {lines.map(({ at, component, text }) => `${clock(at)} ${component}  ${text}`).join("\n")}
      </Code>
    </div>
  )
}
