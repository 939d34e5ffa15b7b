import { useEffect, useState } from "react"
import { answered, api } from "./client"
import { type Asked, LogFeed, type LogState, NO_LOG } from "./log-feed"
import { whileSeen } from "./long-poll"
import { withoutEmpty } from "./without-empty"

const LONGEST_WAIT = 20 // seconds: the most that the API waits for a line
const FIRST = 200 // lines that were there before
const NEXT = 2000 // lines of one answer after that: the most that the API gives

/** Of which part of the store; empty: of all. */
export type LogFilter = { component: string; pod: string }
export type FollowedLog = LogState & { trim: () => void; again: () => void }

/** A store's log, live. Survives a hidden tab, a sleeping machine and a platform that is started again. */
export function useLogFeed(store: string, { component, pod }: LogFilter): FollowedLog {
  const [shown, setShown] = useState<FollowedLog>({ ...NO_LOG, trim: () => {}, again: () => {} })
  useEffect(() => {
    const feed: LogFeed = new LogFeed(
      (asked) => read(store, { component, pod }, asked),
      () => show(),
    )
    const controls = { trim: () => feed.trim(), again: () => feed.start() }
    const show = () => setShown({ ...feed.state, ...controls })
    show()
    return whileSeen(feed)
  }, [store, component, pod])
  return shown
}

function read(store: string, filter: LogFilter, { cursor, wait, signal }: Asked) {
  const place = cursor ? { cursor, tail: NEXT, wait: wait ? LONGEST_WAIT : 0 } : { tail: FIRST }
  const params = { path: { store_id: store }, query: withoutEmpty({ ...filter, ...place }) }
  return answered(api.GET("/api/stores/{store_id}/logs", { params, signal }))
}
