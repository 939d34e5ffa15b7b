import { useEffect, useState } from "react"
import { answered, api } from "./client"
import { Feed, type FeedState, type Fetch, NO_EVENTS } from "./feed"
import { whileSeen } from "./long-poll"

const LONGEST_WAIT = 20 // seconds: the most that the API waits for an event

/** An operation's events, live. Survives a hidden tab, a sleeping machine and a platform that is started again. */
export function useFeed(operation: string): FeedState {
  const [state, setState] = useState(NO_EVENTS)
  useEffect(() => {
    const fetch: Fetch = (after, wait, signal) =>
      answered(
        api.GET("/api/operations/{operation_id}/events", {
          params: { path: { operation_id: operation }, query: { after, wait: wait ? LONGEST_WAIT : 0 } },
          signal,
        }),
      )
    const feed: Feed = new Feed(fetch, () => setState(feed.state))
    setState(feed.state)
    return whileSeen(feed)
  }, [operation])
  return state
}
