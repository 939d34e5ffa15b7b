import { defineConfig } from "@medusajs/framework/utils"
import { isCopy } from "./src/storefront/copy"

const env = process.env
const origin = env.STORE_URL ?? "http://localhost:9000"

export default defineConfig({
  projectConfig: {
    databaseUrl: env.DATABASE_URL,
    databaseDriverOptions: {
      connection: { ssl: false },
      pool: { min: 0, max: Number(env.DATABASE_POOL_MAX ?? 10) },
    } as any,
    workerMode: "shared",
    http: {
      storeCors: env.STORE_CORS ?? origin,
      adminCors: origin,
      authCors: env.STORE_CORS ? `${origin},${env.STORE_CORS}` : origin,
      jwtSecret: env.JWT_SECRET,
      cookieSecret: env.COOKIE_SECRET,
    },
    // "auto": a Secure cookie behind TLS, a plain one on http, where a Secure one would never come back.
    cookieOptions: { sameSite: "lax", secure: "auto" } as any,
  },
  // The admin's own backend is the origin it was loaded from.
  admin: { path: "/app", backendUrl: "/" },
  modules: [
    {
      resolve: "@medusajs/medusa/file",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/file-local",
            id: "local",
            options: { upload_dir: "static", backend_url: `${origin}/static` },
          },
        ],
      },
    },
    {
      resolve: "@medusajs/medusa/notification",
      options: {
        providers: [
          // Medusa's own default: what the admin shows of its own doings. Naming a provider drops it otherwise.
          { resolve: "@medusajs/medusa/notification-local", id: "local", options: { channels: ["feed"] } },
          // A copy has nothing that could send. Without a relay nothing is sent either; its settings are looked at then.
          ...(isCopy() ? [] : [{ resolve: "./src/modules/mail", id: "mail", options: { channels: ["email"] } }]),
        ],
      },
    },
  ],
})
