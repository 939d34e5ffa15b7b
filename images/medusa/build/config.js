// What the platform settles of a shop's configuration (storeyard/config.ts), and what it leaves to a merchant's project. Runs when the
// image is built; a failure fails that.
const assert = require("node:assert/strict")
const { withStoreyard } = require("/app/storeyard/config.js")

Object.assign(process.env, { STORE_URL: "http://shop.example", DATABASE_URL: "postgres://db", JWT_SECRET: "jwt", COOKIE_SECRET: "cookie" })
const provider = (resolve, ...channels) => ({ resolve, id: "own", options: { channels } })
const of = (name, ...providers) => ({ modules: { [name]: { resolve: `@medusajs/medusa/${name}`, options: { providers } } } })
const providers = (config, name) => withStoreyard(config).modules[name].options.providers

const theirs = {
  projectConfig: {
    databaseUrl: "postgres://theirs", redisUrl: "redis://theirs", workerMode: "worker",
    http: { storeCors: "*", jwtSecret: "known", jwtExpiresIn: "1d", authMethodsPerActor: { user: ["emailpass"] } },
  },
  admin: { disable: true, path: "/dashboard", vite: () => ({}) },
  modules: { greeting: { resolve: "./src/modules/greeting" }, user: { resolve: "@medusajs/user", options: { jwt_secret: "known", a: 1 } } },
  plugins: [{ resolve: "their-plugin", options: {} }],
  featureFlags: { translation: true },
}
const { projectConfig, admin, modules, plugins, featureFlags } = withStoreyard(theirs)
const { http } = projectConfig
assert.deepEqual([projectConfig.databaseUrl, projectConfig.workerMode, projectConfig.redisUrl], ["postgres://db", "shared", "redis://theirs"])
assert.deepEqual([http.storeCors, http.adminCors, http.jwtSecret, http.cookieSecret], ["http://shop.example", "http://shop.example", "jwt", "cookie"])
assert.deepEqual([http.jwtExpiresIn, http.authMethodsPerActor], ["1d", { user: ["emailpass"] }])
assert.deepEqual([admin.disable, admin.path, admin.backendUrl, admin.vite], [false, "/app", "/", theirs.admin.vite])
assert.deepEqual([modules.greeting, modules.user.options], [theirs.modules.greeting, { jwt_secret: "jwt", a: 1 }])
assert.deepEqual([plugins[0], featureFlags], [theirs.plugins[0], { translation: true }])

const [local] = providers(of("file", provider("@medusajs/medusa/file-local")), "file")
assert.deepEqual(local.options, { upload_dir: "static", backend_url: "http://shop.example/static" })
const elsewhere = of("file", provider("@medusajs/medusa/file-s3"))
assert.deepEqual(providers(elsewhere, "file"), elsewhere.modules.file.options.providers)

const feed = provider("@medusajs/medusa/notification-local", "feed")
const mail = provider("./src/modules/their-mail", "email", "sms")
assert.deepEqual(providers(of("notification", feed), "notification").map(({ id }) => id), ["own", "mail"])
assert.deepEqual(providers(of("notification", feed, mail), "notification"), [feed, mail])
process.env.STORE_COPY = "true"
assert.deepEqual(providers(of("notification", feed, mail), "notification"), [feed], "a copy sends mail")
assert.deepEqual(providers(of("notification", feed), "notification"), [feed])
delete process.env.STORE_COPY

// One process has Medusa's own in its memory; several have Valkey's, unless the project brings others.
const memory = { locking: { resolve: "@medusajs/medusa/locking" }, event_bus: { resolve: "@medusajs/medusa/event-bus-local" } }
assert.deepEqual(withStoreyard({ modules: memory }).modules.locking, memory.locking)
assert.equal(withStoreyard({ modules: memory }).projectConfig.redisUrl, undefined)
process.env.QUEUE_URL = "redis://:secret@queue:6379/0"
const several = withStoreyard({ ...theirs, modules: { ...memory, workflows: { resolve: "./src/modules/their-workflows" } } })
assert.equal(several.projectConfig.redisUrl, "redis://:secret@queue:6379/0", "sessions go elsewhere")
const { event_bus: bus, workflows } = several.modules
assert.deepEqual([bus.resolve, bus.options.redisUrl], ["@medusajs/medusa/event-bus-redis", process.env.QUEUE_URL])
assert.equal(several.modules.locking.options.providers[0].resolve, "@medusajs/medusa/locking-redis")
assert.equal(workflows.resolve, "./src/modules/their-workflows")
assert.equal(withStoreyard({ modules: {} }).modules.workflows.options.redis.redisUrl, process.env.QUEUE_URL)
console.log("config: what a shop has to agree on is settled, and all else is the project's")
