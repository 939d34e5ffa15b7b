import { useState } from "react"
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
import { applySpeech, SpeechContext, useSpeech } from "./speech"
import { ENGLISH, speak, type Speech } from "./texts"

async function open(say: (speech: Speech) => void): Promise<Shop> {
  const config = await loadConfig()
  applyColour(config.color, document.documentElement)
  document.title = config.name
  const shop = Shop.open(config)
  shop.catch(() => undefined) // said below, in the shop's language
  const speech = await speak(config.locale, config.country)
  applySpeech(speech, document.documentElement)
  say(speech)
  return shop
}

export function App() {
  const [speech, setSpeech] = useState(ENGLISH)
  return <SpeechContext.Provider value={speech}><Opened say={setSpeech} /></SpeechContext.Provider>
}

function Opened({ say }: { say: (speech: Speech) => void }) {
  const { texts } = useSpeech()
  const [loaded, again] = useLoaded("shop", () => open(say))
  // Without words: the shop has not said yet in which language.
  if (loaded.state === "loading") return <main className="wide opening" aria-busy="true"><span className="frame ghost" /></main>
  if (loaded.state === "failed") {
    return (
      <main className="wide note">
        <h1>{texts.closed}</h1>
        <p className="alert" role="alert">{loaded.message}</p>
        <button type="button" className="button primary" onClick={again}>{texts.tryAgain}</button>
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
