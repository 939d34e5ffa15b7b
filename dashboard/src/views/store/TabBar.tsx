import { useEffect, useRef } from "react"
import { Link } from "react-router"
import classes from "./TabBar.module.css"
import { TABS } from "./tabs"

/** The tabs as what they are: links. On a phone they can be moved sideways, and the one that is shown is in sight. */
export function TabBar({ id, current }: { id: string; current: string | undefined }) {
  const bar = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another place to be in sight
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>("[aria-current]")
    if (bar.current && here) bar.current.scrollLeft = here.offsetLeft - bar.current.offsetLeft - 48
  }, [current])
  return (
    <nav aria-label="Of this store" className={classes.bar ?? ""} ref={bar}>
      {TABS.map(({ path, label }) => (
        <Link
          key={path}
          to={path ? `/stores/${id}/${path}` : `/stores/${id}`}
          className={classes.tab ?? ""}
          aria-current={path === current ? "page" : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
