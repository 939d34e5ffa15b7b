import type { ReactNode } from "react"
import { useStore } from "../context"
import { Link } from "../router"
import { useSpeech } from "../speech"
import { Bag } from "./Icons"

/** What is around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const { shop: { config }, count } = useStore()
  const { texts: { frame }, number, plural } = useSpeech()
  return (
    <>
      <a className="skip" href="#main">{frame.skip}</a>
      {config.copy && (
        <p className="copy" role="note">{frame.copy}</p>
      )}
      <header className="top">
        <div className="wide top-row">
          <Link className="name" href="/">{config.name}</Link>
          <Link className="cart-button" href="/cart" aria-label={frame.cartWith(plural(frame.items, count))}>
            <Bag />
            <span aria-hidden="true">{frame.cart}</span>
            {count > 0 && <span className="count" aria-hidden="true">{number(count)}</span>}
          </Link>
        </div>
      </header>
      <main id="main" className="wide" tabIndex={-1}>{children}</main>
      <footer className="bottom">
        <div className="wide">
          <p>{config.name}</p>
          <p>{frame.footer(config.currency)}</p>
        </div>
      </footer>
    </>
  )
}
