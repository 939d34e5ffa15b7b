import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { shop } from "../../../../mail/post"
import { deliver } from "../../../../mail/send"
import { hasRelay, isAddress } from "../../../../mail/settings"
import { test } from "../../../../mail/templates"

/** Sends a mail to try out the relay, now, and says what the relay said. */
export async function POST(req: MedusaRequest<{ to?: unknown }>, res: MedusaResponse) {
  if (!hasRelay()) return res.status(409).json({ message: "no relay is set" })
  const to = req.body?.to
  if (!isAddress(to)) return res.status(400).json({ message: "to is no e-mail address" })
  try {
    await deliver({ ...test(shop()), to })
    res.status(200).json({ sent: true })
  } catch (error: any) {
    res.status(502).json({ message: error.message })
  }
}
