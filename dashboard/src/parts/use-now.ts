import { useSyncExternalStore } from "react"

// One timer for the whole page; none while nothing on it shows an age.
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

/** The time, in milliseconds since 1970, each second anew. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now)
}
