import type { ReactNode } from "react"
import { useStore } from "../context"
import { Link } from "../router"
import { Bag } from "./Icons"

/** What is around every page. */
export function Frame({ children }: { children: ReactNode }) {
  const { shop: { config }, count } = useStore()
  const pieces = count === 1 ? "1 item" : `${count} items`
  return (
    <>
      <a className="skip" href="#main">Skip to content</a>
      {config.copy && (
        <p className="copy" role="note">This is a copy of a shop, made to try things out. Nothing that is ordered here is delivered.</p>
      )}
      <header className="top">
        <div className="wide top-row">
          <Link className="name" href="/">{config.name}</Link>
          <Link className="cart-button" href="/cart" aria-label={`Cart, ${pieces}`}>
            <Bag />
            <span aria-hidden="true">Cart</span>
            {count > 0 && <span className="count" aria-hidden="true">{count}</span>}
          </Link>
        </div>
      </header>
      <main id="main" className="wide" tabIndex={-1}>{children}</main>
      <footer className="bottom">
        <div className="wide">
          <p>{config.name}</p>
          <p>Pay on delivery. Prices in {config.currency}.</p>
        </div>
      </footer>
    </>
  )
}
