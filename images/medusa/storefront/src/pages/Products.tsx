import { useState } from "react"
import { useStore } from "../context"
import { useAction, useLoaded } from "../hooks"
import { Cash, Truck } from "../parts/Icons"
import { Alert, Await, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Link } from "../router"
import type { Product } from "../shop"
import { available, priceRange, sold } from "../variants"

export function Products() {
  const { shop } = useStore()
  const { config } = shop
  const loaded = useLoaded("products", () => shop.products(0))
  return (
    <>
      <Head title="" />
      <section className="hero">
        <Heading>{config.name}</Heading>
        <ul>
          <li><Truck /> Delivered to your door</li>
          <li><Cash /> Pay on delivery</li>
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
  const [products, setProducts] = useState(start)
  const { busy, problem, run } = useAction()
  const more = () =>
    run(async () => {
      const next = await shop.products(products.length)
      setProducts([...products, ...next.products])
      say(`${next.products.length} more products are shown.`)
    })
  return (
    <section aria-labelledby="all-products">
      <div className="section-head">
        <h2 id="all-products">Products</h2>
        <p className="quiet">{count === 1 ? "1 product" : `${count} products`}</p>
      </div>
      <ul className="grid">
        {products.map((product, index) => <Card key={product.id} product={product} eager={index < 4} />)}
      </ul>
      <Alert>{problem}</Alert>
      {products.length < count && (
        <button type="button" className="button more" disabled={busy} onClick={more}>Show more products</button>
      )}
    </section>
  )
}

function Card({ product, eager }: { product: Product; eager: boolean }) {
  const { price } = useStore()
  const range = priceRange(product)
  const there = sold(product).some((variant) => available(variant) > 0)
  return (
    <li>
      <Link className="card" href={`/products/${encodeURIComponent(product.handle)}`}>
        <span className="frame">
          <Photo address={product.thumbnail} alt="" eager={eager} />
          {!there && <span className="badge">{range ? "Sold out" : "Not for sale here"}</span>}
        </span>
        <span className="card-words">
          <strong>{product.title}</strong>
          {range && <span>{range.varies && <small>from </small>}{price(range.lowest)}</span>}
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

const Empty = () => (
  <section className="note">
    <h2>Nothing on the shelves yet</h2>
    <p>This shop is just being set up. Please look in again soon.</p>
  </section>
)
