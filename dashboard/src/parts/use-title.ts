import { useEffect } from "react"

/** Names the view in the window's title: what a reader of many tabs and a screen reader hear first. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Storeyard`
  }, [title])
}
