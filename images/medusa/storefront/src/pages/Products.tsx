import { useState } from "react"
import { useStore } from "../context"
import { useAction, useLoaded } from "../hooks"
import { Cash, Truck } from "../parts/Icons"
import { Alert, Await, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Link } from "../router"
import type { Product } from "../shop"
import { useSpeech } from "../speech"
import { available, priceRange, sold } from "../variants"

export function Products() {
  const { shop } = useStore()
  const { config } = shop
  const { texts } = useSpeech()
  const loaded = useLoaded("products", () => shop.products(0))
  return (
    <>
      <Head title="" />
      <section className="hero">
        <Heading>{config.name}</Heading>
        <ul>
          <li><Truck /> {texts.delivered}</li>
          <li><Cash /> {texts.payOnDelivery}</li>
        </ul>
      </section>
      <Await of={loaded} waiting={<Waiting />}>
        {({ products, count }) => (count ? <Grid start={products} count={count} /> : <Empty />)}
      </Await>
    </>
  )
}

function Grid({ start, count }: { start: Product[]; count: number }) {
  const { shop, say } = useStore()
  const { texts, plural } = useSpeech()
  const [products, setProducts] = useState(start)
  const { busy, problem, run } = useAction()
  const more = () =>
    run(async () => {
      const next = await shop.products(products.length)
      setProducts([...products, ...next.products])
      say(plural(texts.products.moreShown, next.products.length))
    })
  return (
    <section aria-labelledby="all-products">
      <div className="section-head">
        <h2 id="all-products">{texts.products.title}</h2>
        <p className="quiet">{plural(texts.products.count, count)}</p>
      </div>
      <ul className="grid">
        {products.map((product, index) => <Card key={product.id} product={product} eager={index < 4} />)}
      </ul>
      <Alert>{problem}</Alert>
      {products.length < count && (
        <button type="button" className="button more" disabled={busy} onClick={more}>{texts.products.more}</button>
      )}
    </section>
  )
}

function Card({ product, eager }: { product: Product; eager: boolean }) {
  const { price } = useStore()
  const { texts } = useSpeech()
  const range = priceRange(product)
  const there = sold(product).some((variant) => available(variant) > 0)
  return (
    <li>
      <Link className="card" href={`/products/${encodeURIComponent(product.handle)}`}>
        <span className="frame">
          <Photo address={product.thumbnail} alt="" eager={eager} />
          {!there && <span className="badge">{range ? texts.soldOut : texts.products.notForSale}</span>}
        </span>
        <span className="card-words">
          <strong>{product.title}</strong>
          {range && <span>{range.varies && <small>{texts.products.from} </small>}{price(range.lowest)}</span>}
        </span>
      </Link>
    </li>
  )
}

const Waiting = () => (
  <ul className="grid" aria-hidden="true">
    {[1, 2, 3].map((one) => <li key={one}><span className="frame ghost" /></li>)}
  </ul>
)

function Empty() {
  const { texts } = useSpeech()
  return (
    <section className="note">
      <h2>{texts.products.none}</h2>
      <p>{texts.products.noneYet}</p>
    </section>
  )
}
