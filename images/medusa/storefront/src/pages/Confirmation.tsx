import { useStore } from "../context"
import { isGone, ShopError } from "../errors"
import { useLoaded } from "../hooks"
import { Check } from "../parts/Icons"
import { Lines } from "../parts/Lines"
import { Await, Head, Heading } from "../parts/Page"
import { Totals } from "../parts/Totals"
import { Link } from "../router"
import type { Order } from "../shop"
import { Missing } from "./Missing"

export function Confirmation({ id }: { id: string }) {
  const { shop } = useStore()
  const loaded = useLoaded(id, () =>
    shop.placedOrder(id).catch((error: unknown) => {
      if (isGone(error)) return null
      throw new ShopError("Your order cannot be shown right now. It is safe with the shop; please try again in a moment.")
    }),
  )
  return (
    <Await of={loaded} waiting={<p>Loading…</p>}>{(order) => (order ? <Placed order={order} /> : <Missing what="order" />)}</Await>
  )
}

function Placed({ order }: { order: Order }) {
  const { price } = useStore()
  const address = order.shipping_address
  const lines = [
    [address?.first_name, address?.last_name], [address?.address_1], [address?.address_2],
    [address?.postal_code, address?.city], [address?.province], [address?.country_code?.toUpperCase()],
  ].map((parts) => parts.filter(Boolean).join(" ")).filter(Boolean)
  return (
    <div className="confirmation">
      <Head title={`Order ${order.display_id}`} hidden />
      <p className="tick"><Check /></p>
      <Heading>Thank you, your order is placed</Heading>
      <p className="lead">Your order number is <strong className="number">#{order.display_id}</strong></p>
      <p>Please have {price(order.total)} ready when it arrives.</p>
      <section className="panel" aria-label="Your order">
        <Lines of={order} />
        <Totals of={order} />
        <div className="facts">
          <div>
            <h2>Delivery address</h2>
            <p>{lines.map((line, index) => <span key={index}>{line}<br /></span>)}</p>
          </div>
          <div>
            <h2>Shipping and payment</h2>
            <p>{order.shipping_methods?.[0]?.name}<br />Pay on delivery</p>
            <h2>Contact</h2>
            <p>{order.email}</p>
          </div>
        </div>
      </section>
      <Link className="button primary" href="/">Back to the shop</Link>
    </div>
  )
}
