import { defineConfig } from "vitest/config"

export default defineConfig({
  // No inlined files: the policy of the page allows none. The names carry a hash of the content: they are kept for ever.
  build: {
    assetsInlineLimit: 0,
    target: "es2022",
    reportCompressedSize: false,
    // Libraries say "use client" for frameworks that render on a server; there is none here.
    rolldownOptions: { onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning) },
  },
  // `pnpm dev` beside a running platform: the page from here, the API from there.
  server: { host: "127.0.0.1", proxy: { "/api": process.env.STOREYARD_URL ?? "http://127.0.0.1:8000" } },
  test: { environment: "jsdom", setupFiles: "tests/setup.ts", restoreMocks: true, unstubGlobals: true },
})
