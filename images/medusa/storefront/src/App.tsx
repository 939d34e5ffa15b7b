import { StoreProvider } from "./context"
import { useLoaded } from "./hooks"
import { Frame } from "./parts/Frame"
import { Cart } from "./pages/Cart"
import { Checkout } from "./pages/Checkout"
import { Confirmation } from "./pages/Confirmation"
import { Missing } from "./pages/Missing"
import { Product } from "./pages/Product"
import { Products } from "./pages/Products"
import { applyColour } from "./colour"
import { usePath } from "./router"
import { routeOf } from "./routes"
import { loadConfig, Shop } from "./shop"

async function open(): Promise<Shop> {
  const config = await loadConfig()
  applyColour(config.color, document.documentElement)
  document.title = config.name
  return Shop.open(config)
}

export function App() {
  const [loaded, again] = useLoaded("shop", open)
  if (loaded.state === "loading") return <main className="wide opening" aria-busy="true"><p role="status">Opening the shop…</p></main>
  if (loaded.state === "failed") {
    return (
      <main className="wide note">
        <h1>The shop is closed for a moment</h1>
        <p className="alert" role="alert">{loaded.message}</p>
        <button type="button" className="button primary" onClick={again}>Try again</button>
      </main>
    )
  }
  return <StoreProvider shop={loaded.value}><Frame><Page /></Frame></StoreProvider>
}

function Page() {
  const path = usePath()
  const route = routeOf(path)
  switch (route.page) {
    case "products": return <Products key={path} />
    case "product": return <Product key={path} handle={route.handle} />
    case "cart": return <Cart key={path} />
    case "checkout": return <Checkout key={path} />
    case "order": return <Confirmation key={path} id={route.id} />
    case "missing": return <Missing key={path} />
  }
}
