import { useState } from "react"
import { useStore } from "../context"
import { useAction, useLoaded } from "../hooks"
import { Back, Cash, Truck } from "../parts/Icons"
import { Alert, Await, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Quantity } from "../parts/Quantity"
import { Link } from "../router"
import type { Product as ProductData, Variant } from "../shop"
import { available, type Chosen, fewLeft, hasChoice, initialVariant, matching, optionsOf, priceBefore, priceOf } from "../variants"
import { Missing } from "./Missing"

export function Product({ handle }: { handle: string }) {
  const { shop } = useStore()
  const loaded = useLoaded(handle, () => shop.product(handle))
  return (
    <Await of={loaded} waiting={<div className="product"><span className="frame ghost" /></div>}>
      {(product) => (product ? <Shown product={product} /> : <Missing what="product" />)}
    </Await>
  )
}

function Shown({ product }: { product: ProductData }) {
  const [chosen, choose] = useState<Chosen>(() => optionsOf(initialVariant(product) ?? ({} as Variant)))
  const variant = matching(product, chosen)
  return (
    <>
      <Head title={product.title} description={product.description ?? product.subtitle ?? ""} />
      <Link className="back" href="/"><Back /> All products</Link>
      <article className="product">
        <Gallery product={product} />
        <div className="product-words">
          <Heading>{product.title}</Heading>
          {product.subtitle && <p className="lead">{product.subtitle}</p>}
          <Price variant={variant} />
          {hasChoice(product) && <Options product={product} chosen={chosen} choose={choose} />}
          <Buy key={variant?.id} product={product} variant={variant} />
          {product.description && <p className="description">{product.description}</p>}
          <ul className="promises">
            <li><Truck /> Delivered to your door</li>
            <li><Cash /> Pay when it arrives</li>
          </ul>
        </div>
      </article>
    </>
  )
}

function Gallery({ product }: { product: ProductData }) {
  const pictures = product.images?.length ? product.images.map(({ url }) => url) : [product.thumbnail]
  const [shown, show] = useState(0)
  return (
    <div className="gallery">
      <span className="frame"><Photo address={pictures[shown]} alt={product.title} eager /></span>
      {pictures.length > 1 && (
        <ul className="thumbs">
          {pictures.map((picture, index) => (
            <li key={picture}>
              <button
                type="button" aria-pressed={index === shown} aria-label={`Picture ${index + 1} of ${pictures.length}`}
                onClick={() => show(index)}
              >
                <Photo address={picture} alt="" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Price({ variant }: { variant: Variant | undefined }) {
  const { price } = useStore()
  const now = variant ? priceOf(variant) : null
  const before = variant ? priceBefore(variant) : null
  if (now === null) return null
  return (
    <p className="price">
      {before !== null && <del><span className="unseen">Before: </span>{price(before)}</del>}
      {before !== null && <span className="unseen">Now: </span>}{price(now)}
    </p>
  )
}

interface OptionsProps {
  product: ProductData
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

function Options({ product, chosen, choose }: OptionsProps) {
  return (product.options ?? []).map((option) => (
    <fieldset className="options" key={option.id}>
      <legend>{option.title}</legend>
      {(option.values ?? []).map(({ id, value }) => {
        const would = matching(product, { ...chosen, [option.id]: value })
        const gone = !would || available(would) === 0
        return (
          <label key={id} className={gone ? "gone" : undefined}>
            <input
              type="radio" name={option.id} value={value} checked={chosen[option.id] === value}
              onChange={() => choose({ ...chosen, [option.id]: value })}
            />
            <span>{value}{gone && <span className="unseen"> ({would ? "sold out" : "not available"})</span>}</span>
          </label>
        )
      })}
    </fieldset>
  ))
}

function Stock({ variant }: { variant: Variant | undefined }) {
  if (!variant) return <p className="stock out">Not available in this combination</p>
  const few = fewLeft(variant)
  if (available(variant) === 0) return <p className="stock out">Sold out</p>
  return <p className="stock">{few ? `Only ${few} left` : "In stock"}</p>
}

function Buy({ product, variant }: { product: ProductData; variant: Variant | undefined }) {
  const { add, say } = useStore()
  const [quantity, setQuantity] = useState(1)
  const [added, setAdded] = useState(false)
  const { busy, problem, run } = useAction()
  const most = variant ? available(variant) : 0
  const put = async () => {
    if (!variant) return
    const good = await run(() => add(variant.id, quantity))
    setAdded(good)
    if (good) say(`Added to the cart: ${quantity} × ${product.title}.`)
  }
  return (
    <div className="buy">
      <Stock variant={variant} />
      {most > 0 && (
        <div className="buy-row">
          <Quantity label="Quantity" value={quantity} most={most} disabled={busy} onChange={setQuantity} />
          <button type="button" className="button primary" disabled={busy} onClick={put}>
            {busy ? "Adding…" : "Add to cart"}
          </button>
        </div>
      )}
      <Alert>{problem}</Alert>
      {added && <p className="done">In your cart. <Link href="/cart">Go to the cart</Link></p>}
    </div>
  )
}
