// Going from one address of the shop to another without loading the page anew.
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from "react"

const listeners = new Set<() => void>()
const tell = () => listeners.forEach((listener) => listener())
window.addEventListener("popstate", tell)

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function navigate(to: string, { replace = false } = {}): void {
  window.history[replace ? "replaceState" : "pushState"](null, "", to)
  window.scrollTo(0, 0)
  tell()
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => window.location.pathname)

const plainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

export function Link({ href, onClick, ...rest }: LinkProps) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || !plainClick(event)) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={href} onClick={go} {...rest} />
}
