import { Stack } from "@mantine/core"
import { useLogFeed } from "../../../../api/use-log-feed"
import { Failure } from "../../../../parts/Failure"
import { Freshness } from "../../../../parts/Freshness"
import { Loading } from "../../../../parts/Loading"
import { Bar } from "./Bar"
import { Found } from "./Found"
import { useLogParams } from "./filters"

/** The log as it is written. */
export function Follow({ store }: { store: string }) {
  const params = useLogParams()
  const feed = useLogFeed(store, params)
  const heard = feed.heardAt > 0
  const failed = feed.error !== null && (feed.over || !heard)
  return (
    <Stack gap="sm">
      <Bar store={store} mode="follow" pods={feed.pods} />
      {failed && (
        <Failure title="The log could not be read" error={feed.error} retry={feed.over ? feed.again : undefined} />
      )}
      {heard && !feed.over && (
        <Freshness query={{ dataUpdatedAt: feed.heardAt, isError: feed.error !== null, failureCount: 0 }} />
      )}
      {!heard && !failed && <Loading rows={9} height={36} />}
      {heard && (
        <Found
          store={store}
          lines={feed.lines}
          pods={feed.pods}
          params={params}
          live={!feed.over}
          note={noteOf(feed)}
          nothing={feed.message || "New lines are shown as soon as they are written."}
          atEnd={feed.trim}
        />
      )}
    </Stack>
  )
}

function noteOf({ dropped, over, error }: { dropped: number; over: boolean; error: unknown }): string {
  const older = dropped > 0 ? ` · ${dropped} older ones are not kept here: see Historical` : ""
  return `${over || error !== null ? "" : " · live"}${older}`
}
