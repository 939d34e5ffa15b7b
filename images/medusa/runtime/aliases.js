// The shop's other names: who looks at a page there is sent to its address, with path and query as they came. What only sends
// something there (a payment provider, for one, which follows nobody) is answered as ever, and so is what comes from inside.
const http = require("node:http")

// Browsers keep it for five minutes: for good, one could go round in circles once another domain is the primary one.
const KEPT = "max-age=300"

/** Where a request is sent on to, or null. `aliases`: names in lower case. */
function target({ method, url, headers }, aliases, origin) {
  const host = (headers.host ?? "").toLowerCase().replace(/:\d+$/, "")
  const looks = ["GET", "HEAD"].includes(method) && headers["x-forwarded-proto"] !== undefined
  return looks && url.startsWith("/") && aliases.has(host) ? origin + url : null
}

/** Has every server that is made from now on do it: Medusa makes its own, and answers for pictures and its admin before our code. */
function redirect(names, origin) {
  const aliases = new Set(names)
  if (!aliases.size) return
  const { createServer } = http
  http.createServer = (...given) => {
    const listener = given.pop()
    return createServer(...given, (request, response) => {
      const location = target(request, aliases, origin)
      if (location === null) return listener(request, response)
      response.writeHead(308, { Location: location, "Cache-Control": KEPT }).end()
    })
  }
}

module.exports = { redirect }
