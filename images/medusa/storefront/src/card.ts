// Paying by card, in the form that Stripe draws: a card's number never reaches the shop. Its script is loaded when a buyer chooses
// to pay so, and not before.
import { CardError, ShopError } from "./errors"

const SCRIPT = "https://js.stripe.com/v3/"

interface Failure {
  message?: string
}

interface Elements {
  create(name: "payment"): { mount(element: HTMLElement): void; on(event: "ready" | "loaderror", told: () => void): void; destroy(): void }
  submit(): Promise<{ error?: Failure }>
  update(options: { amount: number }): void
}

interface Stripe {
  elements(options: object): Elements
  confirmPayment(options: object): Promise<{ error?: Failure }>
}

type Library = (key: string, options: object) => Stripe

let library: Promise<Library> | undefined

/** Stripe's script, once; after a failure it is tried again. */
function load(): Promise<Library> {
  library ??= new Promise<Library>((resolve, reject) => {
    const script = document.createElement("script")
    const failed = () => {
      library = undefined
      script.remove()
      reject(new ShopError("cardForm"))
    }
    script.src = SCRIPT
    script.onload = () => {
      const found = (window as unknown as { Stripe?: Library }).Stripe
      found ? resolve(found) : failed()
    }
    script.onerror = failed
    document.head.append(script)
  })
  return library
}

export interface Sum {
  /** In the currency's smallest unit. */
  amount: number
  currency: string
}

export class CardForm {
  readonly #stripe: Stripe
  readonly #elements: Elements
  readonly #drawn: ReturnType<Elements["create"]>

  /** Draws the form in the element; resolves once it can be filled in. */
  static async open(key: string, element: HTMLElement, sum: Sum, locale: string, color: string): Promise<CardForm> {
    const stripe = (await load())(key, { locale })
    const form = new CardForm(stripe, sum, color)
    await new Promise<void>((resolve, reject) => {
      form.#drawn.on("ready", resolve)
      form.#drawn.on("loaderror", () => reject(new ShopError("cardForm")))
      form.#drawn.mount(element)
    })
    return form
  }

  private constructor(stripe: Stripe, sum: Sum, color: string) {
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches
    const appearance = { theme: dark ? "night" : "stripe", variables: { colorPrimary: color } }
    this.#stripe = stripe
    this.#elements = stripe.elements({ mode: "payment", ...sum, paymentMethodTypes: ["card"], appearance })
    this.#drawn = this.#elements.create("payment")
  }

  /** What is to be paid has changed. */
  update(amount: number): void {
    this.#elements.update({ amount })
  }

  /** Pays: what `begin` answers is the secret of the payment. A buyer whose bank wants to see them comes back to `returnTo`. */
  async pay(begin: () => Promise<string>, returnTo: string): Promise<void> {
    refuse((await this.#elements.submit()).error)
    const clientSecret = await begin()
    const confirmParams = { return_url: returnTo }
    const options = { elements: this.#elements, clientSecret, confirmParams, redirect: "if_required" }
    refuse((await this.#stripe.confirmPayment(options)).error)
  }

  close(): void {
    this.#drawn.destroy()
  }
}

/** Stripe's words, which are in the buyer's language. */
function refuse(error: Failure | undefined): void {
  if (error) throw new CardError(error.message ?? "")
}
