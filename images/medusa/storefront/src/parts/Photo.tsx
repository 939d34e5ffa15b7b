import { useState } from "react"
import { useStore } from "../context"
import { Picture } from "./Icons"

interface PhotoProps {
  address: string | null | undefined
  alt: string
  eager?: boolean
}

/** A product's picture in a square; a drawn one where there is none, or it does not load. */
export function Photo({ address, alt, eager = false }: PhotoProps) {
  const { shop } = useStore()
  const source = shop.picture(address)
  const [failed, setFailed] = useState<string>()
  if (!source || failed === source) {
    return <span className="photo photo-none" {...(alt ? { role: "img", "aria-label": alt } : {})}><Picture /></span>
  }
  return (
    <img
      className="photo" src={source} alt={alt} width="600" height="600" decoding="async"
      loading={eager ? "eager" : "lazy"} onError={() => setFailed(source)}
    />
  )
}
