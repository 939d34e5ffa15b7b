import { useStore } from "../context"
import type { Cart, Order } from "../shop"
import { useSpeech } from "../speech"
import { sumOf } from "../sums"
import { Photo } from "./Photo"

/** What is bought, in short: beside the checkout and on the confirmation. */
export function Lines({ of }: { of: Cart | Order }) {
  const { price } = useStore()
  const { number } = useSpeech()
  return (
    <ul className="lines">
      {(of.items ?? []).map((item) => (
        <li key={item.id}>
          <Photo address={item.thumbnail} alt="" />
          <span>
            <strong>{item.product_title ?? item.title}</strong>
            <small>{number(Number(item.quantity))} × {price(item.unit_price)}</small>
          </span>
          <span className="sum">{price(sumOf(item))}</span>
        </li>
      ))}
    </ul>
  )
}
