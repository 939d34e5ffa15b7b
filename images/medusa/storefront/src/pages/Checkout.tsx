import { type FormEvent, useEffect, useRef, useState } from "react"
import { check, EMPTY, type Field, FIELDS, type Form, type Problems, trimmed } from "../address"
import type { CardForm } from "../card"
import { countOf, useStore } from "../context"
import { ShopError } from "../errors"
import { useAction, useLoaded } from "../hooks"
import { AddressFields } from "../parts/AddressFields"
import { Back } from "../parts/Icons"
import { Lines } from "../parts/Lines"
import { Alert, Await, Head, Heading } from "../parts/Page"
import { Payment } from "../parts/Payment"
import { Totals } from "../parts/Totals"
import { Link, navigate } from "../router"
import { paidCart } from "../routes"
import type { Cart, PayBy, ShippingOption } from "../shop"
import { useSpeech } from "../speech"
import { EmptyCart } from "./Cart"

export function Checkout() {
  const { cart, cartLoaded } = useStore()
  const { texts } = useSpeech()
  const empty = cartLoaded && countOf(cart) === 0
  const paid = paidCart(window.location.search)
  return (
    <>
      <Head title={texts.checkout.title} hidden />
      <Link className="back" href="/cart"><Back /> {texts.cart.title}</Link>
      <Heading>{texts.checkout.title}</Heading>
      {paid ? <Returned cartId={paid} /> : empty ? <EmptyCart /> : cart ? <Pay cart={cart} /> : <p role="status">{texts.loading}</p>}
    </>
  )
}

function Returned({ cartId }: { cartId: string }) {
  const { shop, setCart } = useStore()
  const { texts } = useSpeech()
  const ended = useLoaded(cartId, async () => {
    const order = await shop.finish(cartId)
    setCart(null)
    navigate(`/orders/${encodeURIComponent(order.id)}`, { replace: true })
  })
  return <Await of={ended} waiting={<p role="status">{texts.checkout.ordering}</p>}>{() => null}</Await>
}

/** What was filled in on an earlier visit, and the country of the shop. */
function startOf(cart: Cart, country: string): Form {
  const known = { ...cart.shipping_address, email: cart.email } as Partial<Record<Field, string | null>>
  const form = Object.fromEntries(FIELDS.map((field) => [field, known[field] ?? EMPTY[field]])) as Form
  return { ...form, country_code: form.country_code || country }
}

function Pay({ cart }: { cart: Cart }) {
  const { shop, setCart, say } = useStore()
  const speech = useSpeech()
  const { texts, plural } = speech
  const countries = shop.region.countries ?? []
  const home = countries.find(({ iso_2 }) => iso_2 === shop.config.country.toLowerCase()) ?? countries[0]
  const [form, setForm] = useState(() => startOf(cart, home?.iso_2 ?? ""))
  const [problems, setProblems] = useState<Problems>({})
  const [option, setOption] = useState("")
  const element = useRef<HTMLFormElement>(null)
  const { busy, problem, run } = useAction()
  const payable = useLoaded("payment", () => shop.payWays())
  const [chosen, setChosen] = useState<PayBy | null>(null)
  const card = useRef<CardForm | null>(null)
  const ways = payable[0].state === "ready" ? payable[0].value : { delivery: false, card: false }
  const by = chosen ?? (ways.delivery ? "delivery" : "card")

  const set = (field: Field, value: string) => {
    setForm({ ...form, [field]: value })
    if (problems[field]) setProblems({ ...problems, [field]: undefined as never })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = check(form, speech)
    setProblems(found)
    const wrong = FIELDS.find((field) => found[field])
    if (wrong) {
      say(plural(texts.checkout.wrong, Object.keys(found).length))
      element.current?.querySelector<HTMLElement>(`[name="${wrong}"]`)?.focus()
      return
    }
    await run(async () => {
      if (by === "card" && !card.current) throw new ShopError("cardForm")
      const order = await shop.order(cart.id, trimmed(form), option, by === "card" ? card.current : null)
      navigate(`/orders/${encodeURIComponent(order.id)}`, { replace: true })
      setCart(null)
    })
  }
  return (
    <form className="sides" ref={element} noValidate onSubmit={submit}>
      <div>
        <AddressFields form={form} problems={problems} countries={countries} set={set} />
        <Shipping cart={cart} country={form.country_code} option={option} setOption={setOption} />
        <fieldset className="step">
          <legend>{texts.payment}</legend>
          <Await of={payable} waiting={<p>{texts.loading}</p>}>
            {(found) => <Payment cart={cart} ways={found} by={by} choose={setChosen} form={card} />}
          </Await>
        </fieldset>
      </div>
      <aside className="panel" aria-label={texts.yourOrder}>
        <h2>{texts.yourOrder}</h2>
        <Lines of={cart} />
        <Totals of={cart} />
        <Alert>{problem}</Alert>
        <button
          type="submit" className="button primary full"
          disabled={busy || !option || !ways[by]}
        >
          {busy ? texts.checkout.ordering : texts.checkout.order}
        </button>
        <p className="quiet small">{by === "card" ? texts.checkout.payNow : texts.checkout.payLater}</p>
      </aside>
    </form>
  )
}

interface ShippingProps {
  cart: Cart
  country: string
  option: string
  setOption: (id: string) => void
}

function Shipping({ cart, country, option, setOption }: ShippingProps) {
  const { shop } = useStore()
  const { texts } = useSpeech()
  const loaded = useLoaded(`${cart.id} ${country}`, () => shop.shippingOptions(cart, country))
  return (
    <fieldset className="step">
      <legend>{texts.shipping}</legend>
      <Await of={loaded} waiting={<p>{texts.loading}</p>}>
        {(options) =>
          options.length ? (
            <Ways cart={cart} options={options} option={option} setOption={setOption} />
          ) : (
            <Alert>{texts.checkout.undeliverable}</Alert>
          )}
      </Await>
    </fieldset>
  )
}

type WaysProps = Omit<ShippingProps, "country"> & { options: ShippingOption[] }

function Ways({ cart, options, option, setOption }: WaysProps) {
  const { shop, price, setCart } = useStore()
  const { texts } = useSpeech()
  const { busy, problem, run } = useAction()
  const choose = (id: string) =>
    run(async () => {
      setCart(await shop.chooseShipping(cart.id, id))
      setOption(id)
    })
  const before = cart.shipping_methods?.[0]?.shipping_option_id
  const first = (options.find(({ id }) => id === before) ?? options[0])?.id
  useEffect(() => {
    // The first is chosen for the buyer, so that the total is right from the start.
    if (first) void choose(first)
    return () => setOption("")
  }, [first]) // once for each list of options
  return (
    <>
      {options.map(({ id, name, amount, type }) => (
        <label className="choice" key={id}>
          <input type="radio" name="shipping" checked={option === id} disabled={busy} onChange={() => choose(id)} />
          <span><strong>{name}</strong>{type?.description && <small>{type.description}</small>}</span>
          <span className="sum">{amount === 0 ? texts.free : price(amount)}</span>
        </label>
      ))}
      <Alert>{problem}</Alert>
    </>
  )
}
