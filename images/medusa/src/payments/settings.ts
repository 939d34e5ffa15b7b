import { readFileSync } from "node:fs"
import path from "node:path"
import { isCopy } from "../storefront/copy"

/** The shop owner's account at Stripe. */
export interface Account {
  secretKey: string
  webhookSecret: string
  /** Where its API is called, if not at Stripe's own address: a proxy, or what stands in for it. */
  api: { host: string; port: number; ca: string | undefined } | undefined
}

export const PROVIDER = "stripe_stripe"
/** Where Stripe calls the shop: Medusa's path for the provider. */
export const HOOK = `/hooks/payment/${PROVIDER}`

/** Whether buyers may pay by card. In a copy they may not, whatever is set: nobody is charged for what is tried out. */
export const takesCards = (): boolean => process.env.PAYMENTS_PROVIDER === "stripe" && !isCopy()

/** What buyers' browsers have to know of it; null: they pay on delivery alone. */
export const forBrowsers = () =>
  takesCards() ? { provider: "stripe", publishableKey: process.env.PAYMENTS_PUBLISHABLE_KEY } : null

function read(name: string): string | undefined {
  try {
    const folder = process.env.STOREYARD_PAYMENTS_SECRETS ?? "/run/secrets/payments"
    return readFileSync(path.join(folder, name), "utf8").trim() || undefined
  } catch (error: any) {
    if (error.code === "ENOENT") return undefined
    throw new Error(`the payment provider's ${name} cannot be read (${error.code})`)
  }
}

/** The account as its secrets are now. Throws where one is missing: it says which, and nothing of it. */
export function readAccount(): Account {
  const [secretKey, webhookSecret] = [read("secret-key"), read("webhook-secret")]
  if (!secretKey) throw new Error("the payment provider's secret-key is missing")
  if (!webhookSecret) throw new Error("the payment provider's webhook-secret is missing")
  const host = process.env.PAYMENTS_API_HOST
  const api = host ? { host, port: Number(process.env.PAYMENTS_API_PORT || "443"), ca: read("ca.pem") } : undefined
  return { secretKey, webhookSecret, api }
}

/** What start.js says of it, once. Missing secrets stop no shop: it sells, and who pays by card is told that it does not work. */
export function describe(): { level: "info" | "error"; message: string } {
  if (!takesCards()) return { level: "info", message: isCopy() ? "a copy takes no payments" : "payments: on delivery alone" }
  try {
    const { api } = readAccount()
    return { level: "info", message: `payments: by card, through ${api ? `${api.host}:${api.port}` : "api.stripe.com"}` }
  } catch (error: any) {
    return { level: "error", message: `payments by card do not work: ${error.message}` }
  }
}
