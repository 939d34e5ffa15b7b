import path from "node:path"
import { defineMiddlewares } from "@medusajs/framework/http"
import { storefront } from "../storefront/serve"

// Medusa's own paths pass through it untouched.
export default defineMiddlewares({
  routes: [{ matcher: "/", middlewares: [storefront(path.join(process.cwd(), "storefront"))] }],
})
