import { useStore } from "../context"
import type { Cart, Order } from "../shop"

/** The sums. Those of a cart are final once there is a way of shipping. */
export function Totals({ of }: { of: Cart | Order }) {
  const { price } = useStore()
  const shipping = of.shipping_methods?.length ? of.shipping_subtotal : null
  return (
    <dl className="totals">
      <div><dt>Items</dt><dd>{price(of.item_subtotal)}</dd></div>
      {of.discount_total > 0 && <div><dt>Discount</dt><dd>{price(-of.discount_total)}</dd></div>}
      <div><dt>Shipping</dt><dd>{shipping === null ? "Chosen at checkout" : shipping === 0 ? "Free" : price(shipping)}</dd></div>
      {of.tax_total > 0 && <div><dt>Tax</dt><dd>{price(of.tax_total)}</dd></div>}
      <div className="total"><dt>Total</dt><dd>{price(of.total)}</dd></div>
    </dl>
  )
}
