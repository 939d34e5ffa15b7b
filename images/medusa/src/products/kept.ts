import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

const KEPT_MS = 5_000
const MOST = 100
const LARGEST = 256 * 1024 // characters
const PRODUCTS = /^\/store\/products(\/|\?|$)/
/** What buyers do until they order changes no product. */
const BUYING = /^\/store\/(carts(?!\/[^/]+\/complete)|payment-collections)(\/|\?|$)/

/** Answers by their questions. A change ends all of them; `epoch` says which changes an answer is newer than. */
const answers = new Map<string, { body: string; since: number }>()
const underWay = new Map<string, Promise<string | undefined>>()
let epoch = 0

function forget() {
  epoch++
  answers.clear()
}

function keep(question: string, body: string, asked: number) {
  if (asked !== epoch || body.length > LARGEST) return
  if (answers.size >= MOST) answers.delete(answers.keys().next().value as string)
  answers.set(question, { body, since: Date.now() })
}

/** What an answer to somebody who is not signed in depends on. */
const questionOf = ({ originalUrl, headers }: MedusaRequest) =>
  JSON.stringify([originalUrl, headers["x-publishable-api-key"], headers["x-medusa-locale"], headers["accept-language"]])

/** Answers as the request that is under way for the same, or asks and lets others wait for that. */
async function answer(question: string, res: MedusaResponse, next: MedusaNextFunction) {
  const asked = epoch
  const name = `${asked} ${question}`
  const others = underWay.get(name)
  if (others) {
    const body = await others
    return body === undefined ? next() : res.type("json").send(body)
  }
  let tell: (body?: string) => void = () => {}
  underWay.set(name, new Promise((resolve) => (tell = resolve)))
  const over = (body?: string) => {
    underWay.delete(name)
    tell(body)
  }
  const send = res.send.bind(res)
  res.send = (body: any) => {
    const good = res.statusCode === 200 && typeof body === "string"
    if (good) keep(question, body, asked)
    over(good ? body : undefined)
    return send(body)
  }
  res.once("close", () => over())
  next()
}

/**
 * Keeps what the shop answers to strangers who ask for products, for five seconds, and asks once for all who ask the same at once:
 * finding products and their prices is most of what a shop does while people look around. What is changed through this process is
 * seen at once; through another one, or past Medusa's API, within these seconds. A merchant's own project has none of it: its
 * answers may depend on anything.
 */
export function kept() {
  if (process.env.STOREYARD_KEEPS_PRODUCTS !== "true") return []
  const take = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => {
    if (!["GET", "HEAD", "OPTIONS"].includes(req.method)) {
      if (!BUYING.test(req.originalUrl)) res.once("finish", forget)
      return next()
    }
    const { authorization, cookie, origin } = req.headers
    // A page of another origin gets headers that are for it alone.
    if (req.method !== "GET" || !PRODUCTS.test(req.originalUrl) || authorization || cookie || origin) return next()
    const question = questionOf(req)
    const found = answers.get(question)
    const age = found ? Date.now() - found.since : KEPT_MS
    if (found && age < KEPT_MS) return res.set("Age", String(Math.floor(age / 1000))).type("json").send(found.body)
    void answer(question, res, next)
  }
  return [take]
}
