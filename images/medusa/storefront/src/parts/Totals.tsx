import { useStore } from "../context"
import type { Cart, Order } from "../shop"
import { useSpeech } from "../speech"
import { sumsOf } from "../sums"

/** The sums. Those of a cart are final once there is a way of shipping. */
export function Totals({ of }: { of: Cart | Order }) {
  const { price } = useStore()
  const { texts } = useSpeech()
  const { items, discount, shipping, tax, taxIncluded, total } = sumsOf(of)
  return (
    <dl className="totals">
      <div><dt>{texts.totals.items}</dt><dd>{price(items)}</dd></div>
      {discount > 0 && <div><dt>{texts.totals.discount}</dt><dd>{price(-discount)}</dd></div>}
      <div><dt>{texts.shipping}</dt><dd>{shipping === null ? texts.totals.later : shipping === 0 ? texts.free : price(shipping)}</dd></div>
      {tax > 0 && !taxIncluded && <div><dt>{texts.totals.tax}</dt><dd>{price(tax)}</dd></div>}
      <div className="total"><dt>{texts.totals.total}</dt><dd>{price(total)}</dd></div>
      {tax > 0 && taxIncluded && <div className="quiet"><dt /><dd>{texts.totals.withTax(price(tax))}</dd></div>}
    </dl>
  )
}
