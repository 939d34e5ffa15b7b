import { setTimeout as pause } from "node:timers/promises"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"
import { HOOK, PROVIDER, takesCards } from "./settings"

// Stripe calls while the buyer's own browser comes back to end the order: who is first waits for the other anyway.
const PAUSE_MS = 2000

const log = (message: string) => console.error(JSON.stringify({ level: "error", message: `storeyard: ${message}` }))

/**
 * Takes Stripe's calls in place of Medusa's route, which says yes to everybody and works later, in memory alone: a call that is not
 * signed is refused, and one that is counts as taken when what it is about is done. Else Stripe calls again, for days. So a payment
 * whose buyer closed the browser becomes an order also where the shop was just being started.
 */
export function hook() {
  if (!takesCards()) return []
  const take = async (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
    if (req.method !== "POST" || req.originalUrl.split("?", 1)[0] !== HOOK) return next()
    const data = { provider: PROVIDER, payload: { data: req.body, rawData: (req as any).rawBody, headers: req.headers } }
    try {
      await (req.scope.resolve(Modules.PAYMENT) as any).getWebhookActionAndData(data)
    } catch {
      log("a call of the payment provider was refused: its signature does not fit the webhook secret")
      return res.status(400).json({ type: "not_allowed", message: "The signature does not fit." })
    }
    try {
      await pause(PAUSE_MS)
      const { default: handle } = require("@medusajs/medusa/subscribers/payment-webhook")
      await handle({ event: { data }, container: req.scope })
      res.status(200).json({ received: true })
    } catch (error: any) {
      log(`a call of the payment provider was not carried out: ${error.message}`)
      res.status(500).json({ type: "unexpected_state", message: "Not done yet: call again." })
    }
  }
  return [take]
}
