import { existsSync } from "node:fs"
import path from "node:path"

const env = process.env
const LOCAL = ["@medusajs/medusa/file-local", "@medusajs/file-local"]
// Where a merchant's own project is built, what is ours is a plugin beside it. A plugin's folder `modules` is Medusa's to load.
const PLUGIN = path.join(process.cwd(), "storeyard")
const isProject = existsSync(path.join(PLUGIN, "package.json"))
const ours = (name: string) => (isProject ? path.join(PLUGIN, ".medusa/server/src/providers", name) : `./src/modules/${name}`)
// As src/payments/settings.ts has it, which cannot be loaded before the configuration.
const CARDS = env.PAYMENTS_PROVIDER === "stripe" && env.STORE_COPY !== "true"

const providersOf = (module: any): any[] => module?.options?.providers ?? []

const sendsMail = (options: any): boolean => options?.channels?.includes("email") ?? false

/** Uploads go to the store's volume, unless they go elsewhere. */
function file(module: any, origin: string) {
  if (providersOf(module).some(({ resolve }) => !LOCAL.includes(resolve))) return module
  const local = { resolve: LOCAL[0], id: "local", options: { upload_dir: "static", backend_url: `${origin}/static` } }
  return { ...module, resolve: "@medusajs/medusa/file", options: { providers: [local] } }
}

/** Mail leaves by the store's relay, unless the project sends it by another provider. A copy has nothing that could send. */
function notification(module: any) {
  const providers = providersOf(module)
  const others = providers.filter(({ options }) => !sendsMail(options))
  const own = { resolve: ours("mail"), id: "mail", options: { channels: ["email"] } }
  if (env.STORE_COPY !== "true" && others.length < providers.length) return module
  return { ...module, options: { ...module?.options, providers: env.STORE_COPY === "true" ? others : [...others, own] } }
}

/** Cards are paid into the account whose keys the platform was given, unless the project has a provider of that name itself. */
function payment(module: any) {
  const providers = providersOf(module)
  if (!CARDS || providers.some(({ id }) => id === "stripe")) return module
  const own = { resolve: ours("stripe"), id: "stripe", options: {} }
  return { ...module, options: { ...module?.options, providers: [...providers, own] } }
}

// As long as Valkey may take to come back: a request waits for it meanwhile, and fails after half a minute.
const PATIENCE = { maxRetriesPerRequest: 40, retryStrategy: (times: number) => Math.min(times * 50, 1000) }
// What a process that is alone does in its own memory.
const SHARED: Record<string, (redisUrl: string) => any> = {
  // An event may wait for its mail (src/mail/post.ts): others go on beside it.
  event_bus: (redisUrl) => ({
    resolve: "@medusajs/medusa/event-bus-redis",
    options: { redisUrl, workerOptions: { concurrency: 5 } },
  }),
  workflows: (redisUrl) => ({
    resolve: "@medusajs/medusa/workflow-engine-redis",
    options: { redis: { redisUrl, redisOptions: PATIENCE } },
  }),
  locking: (redisUrl) => ({
    resolve: "@medusajs/medusa/locking",
    options: {
      providers: [
        { resolve: "@medusajs/medusa/locking-redis", id: "locking-redis", is_default: true, options: { redisUrl, redisOptions: PATIENCE } },
      ],
    },
  }),
}

/**
 * Where the shop is several processes, its events, workflows, locks and sessions are in Valkey, unless the project has modules of
 * its own for that. A shop that is one process has Medusa's own, in its memory.
 */
function shared(modules: any, redisUrl: string | undefined) {
  if (!redisUrl) return {}
  const medusas = (name: string) => (modules[name]?.resolve ?? "@medusajs/").startsWith("@medusajs/")
  return Object.fromEntries(Object.keys(SHARED).filter(medusas).map((name) => [name, SHARED[name](redisUrl)]))
}

/**
 * What the platform settles of a shop's configuration, put over what its project says: the database, the address, the secrets,
 * who may call it, the admin's path, where uploads and mail go, into whose account
 * buyers pay by card, and what several processes agree by.
 */
export function withStoreyard(config: any): any {
  const origin = env.STORE_URL ?? "http://localhost:9000"
  const project = config.projectConfig
  const modules = { ...config.modules }
  modules.file = file(modules.file, origin)
  modules.notification = notification(modules.notification)
  modules.payment = payment(modules.payment)
  Object.assign(modules, shared(modules, env.QUEUE_URL))
  modules.user = { ...modules.user, options: { ...modules.user?.options, jwt_secret: env.JWT_SECRET } }
  return {
    ...config,
    projectConfig: {
      ...project,
      databaseUrl: env.DATABASE_URL,
      databaseDriverOptions: {
        ...project?.databaseDriverOptions,
        connection: { ssl: false },
        pool: { min: 0, max: Number(env.DATABASE_POOL_MAX ?? 10) },
      },
      workerMode: "shared",
      ...(env.QUEUE_URL ? { redisUrl: env.QUEUE_URL, redisOptions: PATIENCE } : {}),
      http: {
        ...project?.http,
        storeCors: env.STORE_CORS ?? origin,
        adminCors: origin,
        authCors: env.STORE_CORS ? `${origin},${env.STORE_CORS}` : origin,
        jwtSecret: env.JWT_SECRET,
        cookieSecret: env.COOKIE_SECRET,
      },
      // "auto": a Secure cookie behind TLS, a plain one on http, where a Secure one would never come back.
      cookieOptions: { ...project?.cookieOptions, sameSite: "lax", secure: "auto" },
    },
    // The admin's own backend is the origin it was loaded from.
    admin: { ...config.admin, disable: false, path: "/app", backendUrl: "/" },
    modules,
    plugins: isProject ? [...(config.plugins ?? []), { resolve: PLUGIN, options: {} }] : config.plugins,
  }
}
