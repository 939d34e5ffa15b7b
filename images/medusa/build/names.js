// Runs in the image's build: a shop with other names beside its address. Who looks at a page there is sent on, and nobody else.
const assert = require("node:assert/strict")
const http = require("node:http")
const { run } = require("./smoke")

const ORIGIN = process.env.STORE_URL

/** A request as the ingress hands it on, or as it comes from inside. */
const at = (host, path, { method = "GET", inside = false } = {}) =>
  new Promise((resolve, reject) => {
    const headers = { host, ...(inside ? {} : { "x-forwarded-proto": "http" }) }
    http
      .request({ host: "127.0.0.1", port: 9000, method, path, headers }, (response) => {
        response.resume().on("end", () => resolve({ status: response.statusCode, ...response.headers }))
      })
      .on("error", reject)
      .end()
  })

async function main() {
  const paths = ["/", "/products/mug?a=1&b=%20x%3Fy", "//evil.example/x", "/a%0d%0aX-Mine:%201?q", "/app", "/static/mug.svg", "/store/products"]
  for (const host of ["demo.localhost", "tea.example.com", "TEA.example.com:8080"]) {
    for (const path of paths) {
      for (const method of ["GET", "HEAD"]) {
        const { status, location, "cache-control": kept } = await at(host, path, { method })
        assert.deepEqual({ status, location, kept }, { status: 308, location: ORIGIN + path, kept: "max-age=300" }, `${method} ${path}`)
      }
    }
    assert.notEqual((await at(host, "/hooks/payment/any", { method: "POST" })).status, 308, "what is sent there is sent on")
    assert.equal((await at(host, "/storeyard/ready", { inside: true })).status, 200)
  }
  for (const host of [new URL(ORIGIN).host, "teaXexample.com", "example.com", "tea.example.com.evil.example"]) {
    assert.equal((await at(host, "/")).status, 200, `${host} is taken for one of the shop's other names`)
  }
  console.log("names: the shop's other names lead to its address")
}

run(main)
