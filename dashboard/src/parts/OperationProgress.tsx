import { Paper, Stack, Text, VisuallyHidden } from "@mantine/core"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useEffect, useId, useRef } from "react"
import { changed } from "../api/live"
import { kindsQuery, type Operation } from "../api/queries"
import { useFeed } from "../api/use-feed"
import { Freshness } from "./Freshness"
import { Loading } from "./Loading"
import { OperationEnd } from "./OperationEnd"
import { OperationRunning } from "./OperationRunning"
import { Steps } from "./Steps"
import { stepsOf } from "./steps"
import { hasEnded, kindName, statusName } from "./words"

/**
 * An operation's progress as its events tell it, its end, and what can be done about it now. `children`: what comes below, once
 * it is known how many steps there are.
 */
export function OperationProgress({ operation, children }: { operation: Operation; children?: ReactNode }) {
  const heading = useId()
  const feed = useFeed(operation.id)
  const kinds = useQuery(kindsQuery)
  const words = kinds.data?.items.find(({ name }) => name === operation.kind)?.steps ?? []
  const order = words.map(({ name }) => name)
  const live = !hasEnded(operation.status)
  const steps = stepsOf(feed.events, live ? order : [])
  const last = feed.events.at(-1)
  const heard = feed.heardAt > 0 || feed.error !== null
  const known = heard && !kinds.isPending
  useLookAgain(operation, feed.ended)
  return (
    <Stack>
      {live ? <OperationRunning operation={operation} /> : <OperationEnd operation={operation} />}
      <Freshness query={{ dataUpdatedAt: feed.heardAt, isError: feed.error !== null, failureCount: 0 }} />
      <VisuallyHidden role="status">
        {live ? last?.message : `${kindName(operation.kind)}: ${statusName(operation.status)}. ${operation.message}`}
      </VisuallyHidden>
      {!known && <Loading rows={6} height={36} />}
      {known && steps.length > 0 && (
        <Paper withBorder p="sm" component="section" aria-labelledby={heading}>
          <VisuallyHidden component="h2" id={heading}>
            Steps
          </VisuallyHidden>
          <Steps steps={steps} live={live} words={words} />
          {live && steps.some(({ status }) => status === "waiting") && (
            <Text size="xs" c="dimmed" px="xs" pt="xs">
              A step that turns out not to be needed is left out.
            </Text>
          )}
        </Paper>
      )}
      {known && children}
    </Stack>
  )
}

/** When an operation ends that was under way here, all that it may have changed is looked at again. */
function useLookAgain({ id, store_id, finished_at }: Operation, ended: boolean): void {
  const client = useQueryClient()
  const watched = useRef(false)
  useEffect(() => {
    if (!finished_at) watched.current = true
    if (!ended || !watched.current) return
    watched.current = false
    changed(client, ["operation", id], ["store", store_id], ["stores"], ["operations"])
  }, [client, ended, id, store_id, finished_at])
}
