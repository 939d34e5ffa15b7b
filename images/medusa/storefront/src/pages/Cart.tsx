import { countOf, useStore } from "../context"
import { useAction } from "../hooks"
import { Alert, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Quantity } from "../parts/Quantity"
import { Totals } from "../parts/Totals"
import { Link } from "../router"
import type { Cart as CartData } from "../shop"

const MOST = 99
type Item = NonNullable<CartData["items"]>[number]

export function Cart() {
  const { cart, cartLoaded } = useStore()
  return (
    <>
      <Head title="Cart" hidden />
      <Heading>Your cart</Heading>
      {!cartLoaded ? <p role="status">Loading…</p> : cart && countOf(cart) > 0 ? <Filled cart={cart} /> : <EmptyCart />}
    </>
  )
}

export const EmptyCart = () => (
  <section className="note">
    <p>Your cart is empty.</p>
    <Link className="button primary" href="/">Look at the products</Link>
  </section>
)

function Filled({ cart }: { cart: CartData }) {
  const { change, say } = useStore()
  const { busy, problem, run } = useAction()
  const set = async (item: Item, quantity: number) => {
    if (!(await run(() => change(item.id, quantity)))) return
    const title = item.product_title ?? item.title
    say(quantity ? `${title}: ${quantity} in the cart.` : `${title} was removed from the cart.`)
    // The button that had the focus is gone with its line.
    if (!quantity) document.getElementById("main")?.focus()
  }
  return (
    <div className="sides">
      <div>
        <Alert>{problem}</Alert>
        <ul className="cart-lines">
          {(cart.items ?? []).map((item) => <Line key={item.id} item={item} busy={busy} set={set} />)}
        </ul>
        <p><Link href="/">Continue shopping</Link></p>
      </div>
      <aside className="panel" aria-label="Summary">
        <h2>Summary</h2>
        <Totals of={cart} />
        <Link className="button primary full" href="/checkout">Go to checkout</Link>
      </aside>
    </div>
  )
}

interface LineProps {
  item: Item
  busy: boolean
  set: (item: Item, quantity: number) => void
}

function Line({ item, busy, set }: LineProps) {
  const { price } = useStore()
  const title = item.product_title ?? item.title
  const quantity = Number(item.quantity)
  // What Medusa's admin calls the one variant of a product without options says nothing to a buyer.
  const variant = /^default\b/i.test(item.variant_title ?? "") ? "" : item.variant_title
  return (
    <li>
      <Photo address={item.thumbnail} alt="" />
      <div className="cart-words">
        <Link href={`/products/${encodeURIComponent(item.product_handle ?? "")}`}><strong>{title}</strong></Link>
        {variant && <small>{variant}</small>}
        <small>{price(item.unit_price)} each</small>
      </div>
      <Quantity
        label={`Quantity of ${title}`} value={quantity} most={MOST} disabled={busy}
        onChange={(next) => set(item, next)}
      />
      <strong className="sum">{price(item.subtotal ?? item.unit_price * quantity)}</strong>
      <button type="button" className="plain" disabled={busy} onClick={() => set(item, 0)}>
        Remove<span className="unseen"> {title}</span>
      </button>
    </li>
  )
}
