import { useEffect, useRef, useState } from "react"
import { type Download, download } from "../../../../api/download"

type State = { is: "idle" | "done" | "browser" } | { is: "running"; bytes: number } | { is: "failed"; error: unknown }

const ENDED = { kept: "done", browser: "browser", none: "idle" } as const

/** A download with how far it is. It ends when nobody looks at it any more: nothing goes on unseen. */
export function useDownload(wanted: Omit<Download, "signal" | "progress">) {
  const [state, setState] = useState<State>({ is: "idle" })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const start = () => {
    const now = new AbortController()
    stop.current = now
    setState({ is: "running", bytes: 0 })
    let shown = 0
    const progress = (bytes: number) => {
      if (now.signal.aborted || Date.now() - shown < 200) return
      shown = Date.now()
      setState({ is: "running", bytes })
    }
    download({ ...wanted, signal: now.signal, progress }).then(
      (outcome) => !now.signal.aborted && setState({ is: ENDED[outcome] }),
      (error) => !now.signal.aborted && setState({ is: "failed", error }),
    )
  }
  const cancel = () => {
    stop.current?.abort()
    setState({ is: "idle" })
  }
  return { start, cancel, state }
}
