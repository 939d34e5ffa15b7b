import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { readAccount, takesCards } from "../../../../payments/settings"

/** Asks Stripe something with the account's key, now, and says what it said. No money moves. */
export async function POST(_: MedusaRequest, res: MedusaResponse) {
  if (!takesCards()) return res.status(409).json({ message: "it has no keys" })
  let secret = ""
  try {
    const account = readAccount()
    secret = account.secretKey
    const { clientOf } = require("../../../../payments/client")
    await clientOf(account).paymentIntents.list({ limit: 1 })
    res.status(200).json({ works: true })
  } catch (error: any) {
    res.status(502).json({ message: String(error.message).replaceAll(secret || "\0", "…") })
  }
}
