import { Agent } from "node:https"
import { createRequire } from "node:module"
import type { Account } from "./settings"

// Both come with Medusa, which a merchant's own project may have beside another version of Stripe's library.
const medusas = createRequire(require.resolve("@medusajs/medusa/package.json"))
const providers = createRequire(medusas.resolve("@medusajs/payment-stripe"))

/** Medusa's provider of card payments: the class that is registered as `stripe`. */
export const StripeProvider: any = medusas("@medusajs/payment-stripe/dist/services/stripe-provider").default

const library = providers("stripe")
const Stripe: any = library.default ?? library
const SECONDS = 20

/** Stripe's library with the account's key. It tells Stripe nothing of how fast it is, which is what its telemetry does. */
export function clientOf({ secretKey, api }: Account): any {
  const elsewhere = api && {
    protocol: "https",
    host: api.host,
    port: api.port,
    ...(api.ca ? { httpAgent: new Agent({ ca: api.ca, keepAlive: true }) } : {}),
  }
  return new Stripe(secretKey, { telemetry: false, timeout: SECONDS * 1000, maxNetworkRetries: 1, ...elsewhere })
}
