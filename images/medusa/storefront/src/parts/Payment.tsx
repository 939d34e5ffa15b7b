import { type RefObject, useEffect, useRef, useState } from "react"
import { CardForm } from "../card"
import { useStore } from "../context"
import { sentence } from "../errors"
import type { Cart, PayBy, PayWays } from "../shop"
import { useSpeech } from "../speech"
import { minorUnits } from "../sums"
import { Card, Cash } from "./Icons"
import { Alert } from "./Page"

/** The form of a card that a buyer fills in; null while there is none. */
export type OpenForm = RefObject<CardForm | null>

interface Props {
  cart: Cart
  ways: PayWays
  by: PayBy
  choose: (by: PayBy) => void
  form: OpenForm
}

export function Payment({ cart, ways, by, choose, form }: Props) {
  const { texts } = useSpeech()
  if (!ways.delivery && !ways.card) return <Alert>{texts.checkout.unpayable}</Alert>
  return (
    <>
      {ways.delivery && (
        <label className="choice">
          <input type="radio" name="payment" checked={by === "delivery"} onChange={() => choose("delivery")} />
          <span><strong>{texts.payOnDelivery}</strong><small>{texts.checkout.cash}</small></span>
          <Cash />
        </label>
      )}
      {ways.card && (
        <label className="choice">
          <input type="radio" name="payment" checked={by === "card"} onChange={() => choose("card")} />
          <span><strong>{texts.payByCard}</strong><small>{texts.checkout.card}</small></span>
          <Card />
        </label>
      )}
      {by === "card" && ways.card && <CardFields cart={cart} form={form} />}
    </>
  )
}

function CardFields({ cart, form }: Pick<Props, "cart" | "form">) {
  const { shop } = useStore()
  const { texts, locale } = useSpeech()
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading")
  const [problem, setProblem] = useState("")
  const amount = minorUnits(cart.total, cart.currency_code)
  const key = shop.config.payments?.publishableKey ?? ""
  const latest = useRef(amount)
  latest.current = amount

  useEffect(() => {
    const element = place.current
    if (!element) return
    let wanted = true
    const sum = { amount: latest.current, currency: cart.currency_code }
    CardForm.open(key, element, sum, locale, shop.config.color).then(
      (opened) => {
        if (!wanted) return opened.close()
        opened.update(latest.current)
        form.current = opened
        setState("ready")
      },
      (error: unknown) => {
        if (!wanted) return
        setProblem(sentence(error, texts))
        setState("failed")
      },
    )
    return () => {
      wanted = false
      form.current?.close()
      form.current = null
    }
  }, [key, locale, cart.currency_code, shop, form, texts])
  useEffect(() => form.current?.update(amount), [amount, form])
  return (
    <div className="card-form">
      {state === "loading" && <p role="status">{texts.loading}</p>}
      <div ref={place} />
      <Alert>{problem}</Alert>
    </div>
  )
}
