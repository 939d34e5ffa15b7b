import { countOf, useStore } from "../context"
import { useAction } from "../hooks"
import { Alert, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Quantity } from "../parts/Quantity"
import { Totals } from "../parts/Totals"
import { Link } from "../router"
import type { Cart as CartData } from "../shop"
import { useSpeech } from "../speech"
import { sumOf } from "../sums"

const MOST = 99
type Item = NonNullable<CartData["items"]>[number]

export function Cart() {
  const { cart, cartLoaded } = useStore()
  const { texts } = useSpeech()
  return (
    <>
      <Head title={texts.cart.title} hidden />
      <Heading>{texts.cart.heading}</Heading>
      {!cartLoaded ? <p role="status">{texts.loading}</p> : cart && countOf(cart) > 0 ? <Filled cart={cart} /> : <EmptyCart />}
    </>
  )
}

export function EmptyCart() {
  const { texts } = useSpeech()
  return (
    <section className="note">
      <p>{texts.cart.empty}</p>
      <Link className="button primary" href="/">{texts.lookAtProducts}</Link>
    </section>
  )
}

function Filled({ cart }: { cart: CartData }) {
  const { change, say } = useStore()
  const { texts, number } = useSpeech()
  const { busy, problem, run } = useAction()
  const set = async (item: Item, quantity: number) => {
    if (!(await run(() => change(item.id, quantity)))) return
    const title = item.product_title ?? item.title
    say(quantity ? texts.cart.changed(title, number(quantity)) : texts.cart.removed(title))
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
        <p><Link href="/">{texts.cart.goOn}</Link></p>
      </div>
      <aside className="panel" aria-label={texts.cart.summary}>
        <h2>{texts.cart.summary}</h2>
        <Totals of={cart} />
        <Link className="button primary full" href="/checkout">{texts.cart.checkout}</Link>
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
  const { texts } = useSpeech()
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
        <small>{texts.cart.each(price(item.unit_price))}</small>
      </div>
      <Quantity
        label={texts.cart.quantityOf(title)} value={quantity} most={MOST} disabled={busy}
        onChange={(next) => set(item, next)}
      />
      <strong className="sum">{price(sumOf(item))}</strong>
      <button type="button" className="plain" disabled={busy} onClick={() => set(item, 0)}>
        {texts.cart.remove}<span className="unseen"> {title}</span>
      </button>
    </li>
  )
}
