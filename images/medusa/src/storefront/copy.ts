import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { isCallback } from "./routes"

/** Whether the shop is a copy of another one, made to try things out. start.js has refused anything but true and false. */
export const isCopy = (): boolean => process.env.STORE_COPY === "true"

/** What a copy does before all else: it asks search engines to stay away (start.js says so too, with every answer), and takes no
 * payment provider's call. Nothing in other shops. */
export function copy() {
  const guard = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
    const address = req.originalUrl.split("?", 1)[0]
    if (address === "/robots.txt") return res.type("text").send("User-agent: *\nDisallow: /\n")
    if (!isCallback(address)) return next()
    res.status(403).json({ type: "not_allowed", message: "This shop is a copy: it takes no payments." })
  }
  return isCopy() ? [guard] : []
}
