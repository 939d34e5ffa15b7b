import { useState } from "react"
import { useStore } from "../context"
import { useAction, useLoaded } from "../hooks"
import { Back, Cash, Truck } from "../parts/Icons"
import { Alert, Await, Head, Heading } from "../parts/Page"
import { Photo } from "../parts/Photo"
import { Quantity } from "../parts/Quantity"
import { Link } from "../router"
import type { Product as ProductData, Variant } from "../shop"
import { useSpeech } from "../speech"
import { available, type Chosen, fewLeft, hasChoice, initialVariant, matching, optionsOf, priceBefore, priceOf, withTax } from "../variants"
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
  const { texts } = useSpeech()
  return (
    <>
      <Head title={product.title} description={product.description ?? product.subtitle ?? ""} />
      <Link className="back" href="/"><Back /> {texts.product.all}</Link>
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
            <li><Truck /> {texts.delivered}</li>
            <li><Cash /> {texts.product.payOnArrival}</li>
          </ul>
        </div>
      </article>
    </>
  )
}

function Gallery({ product }: { product: ProductData }) {
  const pictures = product.images?.length ? product.images.map(({ url }) => url) : [product.thumbnail]
  const [shown, show] = useState(0)
  const { texts, number } = useSpeech()
  return (
    <div className="gallery">
      <span className="frame"><Photo address={pictures[shown]} alt={product.title} eager /></span>
      {pictures.length > 1 && (
        <ul className="thumbs">
          {pictures.map((picture, index) => (
            <li key={picture}>
              <button
                type="button" aria-pressed={index === shown} aria-label={texts.product.picture(number(index + 1), number(pictures.length))}
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
  const { texts } = useSpeech()
  const now = variant ? priceOf(variant) : null
  const before = variant ? priceBefore(variant) : null
  if (now === null) return null
  return (
    <p className="price">
      {before !== null && <del><span className="unseen">{texts.product.before} </span>{price(before)}</del>}
      {before !== null && <span className="unseen">{texts.product.now} </span>}{price(now)}
      {withTax(variant) && <small>{texts.product.withTax}</small>}
    </p>
  )
}

interface OptionsProps {
  product: ProductData
  chosen: Chosen
  choose: (chosen: Chosen) => void
}

function Options({ product, chosen, choose }: OptionsProps) {
  const { texts } = useSpeech()
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
            <span>{value}{gone && <span className="unseen"> ({would ? texts.product.valueSoldOut : texts.product.valueMissing})</span>}</span>
          </label>
        )
      })}
    </fieldset>
  ))
}

function Stock({ variant }: { variant: Variant | undefined }) {
  const { texts, plural } = useSpeech()
  if (!variant) return <p className="stock out">{texts.product.combinationMissing}</p>
  const few = fewLeft(variant)
  if (available(variant) === 0) return <p className="stock out">{texts.soldOut}</p>
  return <p className="stock">{few ? plural(texts.product.left, few) : texts.product.inStock}</p>
}

function Buy({ product, variant }: { product: ProductData; variant: Variant | undefined }) {
  const { add, say } = useStore()
  const { texts, number } = useSpeech()
  const [quantity, setQuantity] = useState(1)
  const [added, setAdded] = useState(false)
  const { busy, problem, run } = useAction()
  const most = variant ? available(variant) : 0
  const put = async () => {
    if (!variant) return
    const good = await run(() => add(variant.id, quantity))
    setAdded(good)
    if (good) say(texts.product.added(number(quantity), product.title))
  }
  return (
    <div className="buy">
      <Stock variant={variant} />
      {most > 0 && (
        <div className="buy-row">
          <Quantity label={texts.quantity} value={quantity} most={most} disabled={busy} onChange={setQuantity} />
          <button type="button" className="button primary" disabled={busy} onClick={put}>
            {busy ? texts.product.adding : texts.product.add}
          </button>
        </div>
      )}
      <Alert>{problem}</Alert>
      {added && <p className="done">{texts.product.inCart} <Link href="/cart">{texts.product.goToCart}</Link></p>}
    </div>
  )
}
