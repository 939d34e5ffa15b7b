import path from "node:path"
import { defineMiddlewares } from "@medusajs/framework/http"
import { hook } from "../payments/hook"
import { kept } from "../products/kept"
import { copy } from "../storefront/copy"
import { storefront } from "../storefront/serve"

// Medusa's own paths pass through it untouched.
export default defineMiddlewares({
  routes: [{ matcher: "/", middlewares: [...copy(), ...hook(), ...kept(), storefront(path.join(process.cwd(), "storefront"))] }],
})
