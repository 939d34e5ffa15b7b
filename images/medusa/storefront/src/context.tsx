// What every page may use: the shop, the cart, and a voice for those who do not see the page.
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react"
import { isGone } from "./errors"
import { useSpeech } from "./speech"
import type { Cart, Shop } from "./shop"

const CART_KEY = "storeyard.cart"

interface Store {
  shop: Shop
  cart: Cart | null
  cartLoaded: boolean
  count: number
  price: (amount: number) => string
  say: (message: string) => void
  add: (variantId: string, quantity: number) => Promise<void>
  change: (itemId: string, quantity: number) => Promise<void>
  setCart: (cart: Cart | null) => void
}

const StoreContext = createContext<Store | null>(null)

export function useStore(): Store {
  const store = useContext(StoreContext)
  if (!store) throw new Error("useStore is used outside of StoreProvider")
  return store
}

// A browser may forbid storage; the cart then lasts as long as the page.
function remembered(): string | null {
  try {
    return localStorage.getItem(CART_KEY)
  } catch {
    return null
  }
}

function remember(id: string | null): void {
  try {
    if (id) localStorage.setItem(CART_KEY, id)
    else localStorage.removeItem(CART_KEY)
  } catch {
    // said above
  }
}

const isOver = (cart: Cart): boolean => Boolean((cart as { completed_at?: unknown }).completed_at)

/** The remembered cart; null if there is none, it is gone, or it has become an order. */
async function found(shop: Shop): Promise<Cart | null> {
  const id = remembered()
  if (!id) return null
  try {
    const cart = await shop.cart(id)
    return isOver(cart) || cart.region_id !== shop.region.id ? null : cart
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}

export const countOf = (cart: Cart | null): number =>
  (cart?.items ?? []).reduce((sum, item) => sum + Number(item.quantity), 0)

export function StoreProvider({ shop, children }: { shop: Shop; children: ReactNode }) {
  const [cart, show] = useState<Cart | null>(null)
  const [cartLoaded, setLoaded] = useState(false)
  const [said, say] = useState("")
  const speech = useSpeech()

  const setCart = useCallback((next: Cart | null) => {
    remember(next?.id ?? null)
    show(next)
  }, [])

  useEffect(() => {
    // A shop that does not answer right now may still have the cart: it is not forgotten for that.
    found(shop).then(setCart, () => undefined).finally(() => setLoaded(true))
  }, [shop, setCart])

  const add = useCallback(async (variantId: string, quantity: number) => {
    const current = await found(shop)
    setCart(current ? await shop.add(current.id, variantId, quantity) : await shop.newCart(variantId, quantity))
  }, [shop, setCart])

  const change = useCallback(async (itemId: string, quantity: number) => {
    if (!cart) return
    setCart(quantity ? await shop.setQuantity(cart.id, itemId, quantity) : await shop.remove(cart.id, itemId))
  }, [shop, cart, setCart])

  const store = useMemo<Store>(() => {
    const price = (amount: number) => speech.price(amount, shop.region.currency_code)
    return { shop, cart, cartLoaded, count: countOf(cart), price, say, add, change, setCart }
  }, [shop, speech, cart, cartLoaded, add, change, setCart])

  return (
    <StoreContext.Provider value={store}>
      {children}
      <p className="unseen" role="status" aria-live="polite">{said}</p>
    </StoreContext.Provider>
  )
}
