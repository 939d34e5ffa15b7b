import { type ReactNode, useEffect, useRef } from "react"
import { useStore } from "../context"
import { type Loaded, useHead } from "../hooks"
import { useSpeech } from "../speech"

// The first page of a visit leaves the focus alone; each later one moves it to its heading, as a new document would.
let first = true

interface HeadingProps {
  children: ReactNode
  className?: string
}

export function Heading({ children, className }: HeadingProps) {
  const element = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!first) element.current?.focus({ preventScroll: true })
    first = false
  }, [])
  return <h1 ref={element} tabIndex={-1} className={className}>{children}</h1>
}

interface HeadProps {
  title: string
  description?: string
  hidden?: boolean
}

/** What the browser and search engines are told. `hidden` pages are a buyer's own. */
export function Head({ title, description, hidden = false }: HeadProps) {
  const { shop: { config } } = useStore()
  const { texts } = useSpeech()
  const about = description?.replace(/\s+/g, " ").slice(0, 160) || texts.about(config.name)
  useHead(title ? `${title} – ${config.name}` : config.name, about, { hidden })
  return null
}

export function Alert({ children }: { children: ReactNode }) {
  return children ? <p className="alert" role="alert">{children}</p> : null
}

interface AwaitProps<T> {
  of: [Loaded<T>, () => void]
  waiting: ReactNode
  children: (value: T) => ReactNode
}

/** What was loaded; until then something in its place, and a way to try again if it failed. */
export function Await<T>({ of: [loaded, again], waiting, children }: AwaitProps<T>) {
  const { texts } = useSpeech()
  if (loaded.state === "ready") return children(loaded.value)
  if (loaded.state === "loading") {
    return <div aria-busy="true"><p className="unseen" role="status">{texts.loading}</p>{waiting}</div>
  }
  return (
    <div className="note">
      <Alert>{loaded.message}</Alert>
      <button type="button" className="button" onClick={again}>{texts.tryAgain}</button>
    </div>
  )
}
