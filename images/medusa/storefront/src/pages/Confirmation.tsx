import { useStore } from "../context"
import { isGone, ShopError } from "../errors"
import { useLoaded } from "../hooks"
import { Check } from "../parts/Icons"
import { Lines } from "../parts/Lines"
import { Await, Head, Heading } from "../parts/Page"
import { Totals } from "../parts/Totals"
import { Link } from "../router"
import { isPaid, type Order } from "../shop"
import { useSpeech } from "../speech"
import { Missing } from "./Missing"

export function Confirmation({ id }: { id: string }) {
  const { shop } = useStore()
  const { texts } = useSpeech()
  const loaded = useLoaded(id, () =>
    shop.placedOrder(id).catch((error: unknown) => {
      if (isGone(error)) return null
      throw new ShopError("orderUnseen")
    }),
  )
  return (
    <Await of={loaded} waiting={<p>{texts.loading}</p>}>{(order) => (order ? <Placed order={order} /> : <Missing what="order" />)}</Await>
  )
}

function Placed({ order }: { order: Order }) {
  const { price } = useStore()
  const { texts, country } = useSpeech()
  const say = texts.confirmation
  const address = order.shipping_address
  const lines = [
    [address?.first_name, address?.last_name], [address?.address_1], [address?.address_2],
    [address?.postal_code, address?.city], [address?.province], [address?.country_code && country(address.country_code)],
  ].map((parts) => parts.filter(Boolean).join(" ")).filter(Boolean)
  return (
    <div className="confirmation">
      <Head title={say.title(String(order.display_id))} hidden />
      <p className="tick"><Check /></p>
      <Heading>{say.heading}</Heading>
      <p className="lead">{say.number} <strong className="number">#{order.display_id}</strong></p>
      <p>{(isPaid(order) ? say.paid : say.haveReady)(price(order.total))}</p>
      <section className="panel" aria-label={texts.yourOrder}>
        <Lines of={order} />
        <Totals of={order} />
        <div className="facts">
          <div>
            <h2>{texts.deliveryAddress}</h2>
            <p>{lines.map((line, index) => <span key={index}>{line}<br /></span>)}</p>
          </div>
          <div>
            <h2>{say.shippingAndPayment}</h2>
            <p>{order.shipping_methods?.[0]?.name}<br />{isPaid(order) ? texts.payByCard : texts.payOnDelivery}</p>
            <h2>{texts.contact}</h2>
            <p>{order.email}</p>
          </div>
        </div>
      </section>
      <Link className="button primary" href="/">{say.back}</Link>
    </div>
  )
}
