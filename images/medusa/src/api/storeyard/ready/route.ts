import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

/** Ready means that the database answers too; Medusa's own /health does not ask it. */
export async function GET(req: MedusaRequest, res: MedusaResponse) {
  try {
    await req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw("SELECT 1").timeout(2000)
    res.status(200).json({ ready: true })
  } catch {
    res.status(503).json({ ready: false })
  }
}
