import { readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { textsIn } from "../mail/texts"
import { forBrowsers, takesCards } from "../payments/settings"
import { isCopy } from "./copy"
import { encodingFor, isMedusas, isPage } from "./routes"

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
}
// Pictures may lie on another server; nothing else may come from one, but for the form that Stripe takes a card's number in, which
// never reaches the shop.
const CARDS = [
  "script-src 'self' https://js.stripe.com https://*.js.stripe.com", "connect-src 'self' https://api.stripe.com",
  "frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
]
const POLICY = [
  "default-src 'self'", "img-src 'self' data: https:", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
  "frame-ancestors 'none'", ...(takesCards() ? CARDS : []),
].join("; ")
const HEADERS = {
  "Content-Security-Policy": POLICY,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
const CONFIG = "/storefront/config.json"
const HASHED = "/storefront/assets/"
const NAMED = "/storefront/"

interface File {
  path: string
  type: string
  encodings: string[]
}

/** What a browser has to know of the shop. All of it is public. */
function config(): string {
  const { STORE_NAME, STORE_URL, STORE_COUNTRY, STORE_CURRENCY, STORE_LOCALE, STORE_COLOR } = process.env
  const secrets = process.env.STOREYARD_SECRETS ?? "/run/secrets/store"
  return JSON.stringify({
    name: STORE_NAME,
    url: STORE_URL,
    country: STORE_COUNTRY,
    currency: STORE_CURRENCY,
    locale: STORE_LOCALE || "en",
    color: STORE_COLOR || null,
    copy: isCopy(),
    payments: forBrowsers(),
    publishableKey: readFileSync(path.join(secrets, "publishable-key"), "utf8").trim(),
  })
}

/** The files by their address. Their compressed forms lie beside them. */
function filesOf(folder: string): Map<string, File> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  const known = new Set(names)
  return new Map(
    names.flatMap((name): [string, File][] => {
      const type = TYPES[path.extname(name)]
      const file = path.join(folder, name)
      if (!type || !statSync(file).isFile()) return []
      const encodings = ["br", "gz"].filter((ending) => known.has(`${name}.${ending}`))
      return [[`/${name}`, { path: file, type, encodings }]]
    }),
  )
}

/** How long a browser may keep a file: one whose name changes with its content for ever, a page not at all. */
function cacheOf(address: string): string {
  if (address.startsWith(HASHED)) return "public, max-age=31536000, immutable"
  return address.endsWith(".html") ? "no-cache" : "public, max-age=3600"
}

/**
 * The one document in the shop's language and the way that runs: known before any script has run. Its forms by their coding.
 * A merchant's own, which lacks the mark, says its language itself.
 */
function pageOf(file: File): Map<string, Buffer> {
  const { locale, direction } = textsIn(process.env.STORE_LOCALE || "en", process.env.STORE_COUNTRY ?? "")
  const text = readFileSync(file.path, "utf8").replace('<html lang="en" data-language>', `<html lang="${locale}" dir="${direction}">`)
  return new Map([["br", brotliCompressSync(text)], ["gz", gzipSync(text)], ["", Buffer.from(text)]])
}

/** Says what is sent; the ending of its compressed form, if that is taken. */
function head(req: MedusaRequest, res: MedusaResponse, file: File, cache: string): string {
  const ending = encodingFor(req.headers["accept-encoding"], file.encodings)
  res.set({ ...HEADERS, "Content-Type": file.type, "Cache-Control": cache, Vary: "Accept-Encoding" })
  if (ending) res.set("Content-Encoding", ending === "gz" ? "gzip" : ending)
  return ending ?? ""
}

function send(req: MedusaRequest, res: MedusaResponse, file: File, cache: string) {
  const ending = head(req, res, file, cache)
  res.sendFile(ending ? `${file.path}.${ending}` : file.path)
}

/** A page that is a document of its own, at its address without the ending; ours has none, a merchant's own storefront may. */
function documentAt(files: Map<string, File>, address: string): File | undefined {
  const name = address.replace(/\/$/, "")
  return name === "" || name === "/index" ? undefined : (files.get(`${name}.html`) ?? files.get(`${name}/index.html`))
}

/**
 * Serves the storefront below `/`, from files made when the image was built; all that is Medusa's goes on to Medusa. Its other
 * pages are one document: an address that is none of them gets it with the status 404. Throws if the files are not there.
 */
export function storefront(folder: string) {
  const files = filesOf(folder)
  const page = files.get("/index.html")
  if (!page) throw new Error(`the storefront is not in ${folder}`)
  const json = config()
  const written = pageOf(page)
  return (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
    // Not req.path: it lacks what the middleware is mounted on.
    const address = req.originalUrl.split("?", 1)[0]
    if (!["GET", "HEAD"].includes(req.method) || isMedusas(address)) return next()
    if (address === CONFIG) {
      return res.set({ ...HEADERS, "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-cache" }).send(json)
    }
    const file = files.get(address)
    if (file && file !== page) {
      return send(req, res, file, cacheOf(address))
    }
    const own = documentAt(files, address)
    if (own) return send(req, res, own, "no-cache")
    if (address.startsWith(NAMED)) return res.status(404).set(HEADERS).type("text").send("Not found\n")
    return res.status(isPage(address) ? 200 : 404).send(written.get(head(req, res, page, "no-cache")))
  }
}
