import { useCallback, useEffect, useRef, useState } from "react"
import { sentence } from "./errors"
import { useSpeech } from "./speech"

export type Loaded<T> = { state: "loading" } | { state: "failed"; message: string } | { state: "ready"; value: T }

/** Loads something whenever `key` changes; an answer that comes too late is dropped. */
export function useLoaded<T>(key: string, load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" })
  const [attempt, setAttempt] = useState(0)
  const latest = useRef(load)
  latest.current = load
  const { texts } = useSpeech()
  const spoken = useRef(texts)
  spoken.current = texts
  useEffect(() => {
    let wanted = true
    setLoaded({ state: "loading" })
    latest.current().then(
      (value) => wanted && setLoaded({ state: "ready", value }),
      (error: unknown) => wanted && setLoaded({ state: "failed", message: sentence(error, spoken.current) }),
    )
    return () => {
      wanted = false
    }
  }, [key, attempt])
  return [loaded, useCallback(() => setAttempt((one) => one + 1), [])]
}

/** Runs one thing at a time and keeps what went wrong, as a sentence. */
export function useAction(): { busy: boolean; problem: string; run: (work: () => Promise<void>) => Promise<boolean> } {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState("")
  const running = useRef(false)
  const { texts } = useSpeech()
  const run = useCallback(async (work: () => Promise<void>) => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setProblem("")
    try {
      await work()
      return true
    } catch (error) {
      setProblem(sentence(error, texts))
      return false
    } finally {
      running.current = false
      setBusy(false)
    }
  }, [texts])
  return { busy, problem, run }
}

/** The page's title and what search engines say of it. */
export function useHead(title: string, description: string, { hidden = false } = {}): void {
  useEffect(() => {
    document.title = title
    meta("description", description)
    meta("robots", hidden ? "noindex" : "index, follow")
  }, [title, description, hidden])
}

function meta(name: string, content: string): void {
  let element = document.head.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)
  if (!element) {
    element = document.createElement("meta")
    element.name = name
    document.head.append(element)
  }
  element.content = content
}
