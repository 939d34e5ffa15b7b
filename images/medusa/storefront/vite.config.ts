import { defineConfig } from "vite"

export default defineConfig({
  // All of it below one path, which none of Medusa's own has. No inlined files: the policy of the page allows none.
  build: { assetsDir: "storefront/assets", assetsInlineLimit: 0, target: "es2022" },
})
