// What the server decides by an address, and that it knows the pages that are here.
import { expect, test } from "vitest"
import { encodingFor, isCallback, isMedusas, isPage } from "../../src/storefront/routes"
import { paidCart, routeOf } from "../src/routes"

test.each([
  ["/", "products"],
  ["/products/tea", "product"],
  ["/products/tea/", "product"],
  ["/products/caf%C3%A9", "product"],
  ["/products/%zz", "product"],
  ["/cart", "cart"],
  ["/checkout/", "checkout"],
  ["/orders/order_1", "order"],
  ["/products", "missing"],
  ["/products/", "missing"],
  ["/products/a/b", "missing"],
  ["/cart/x", "missing"],
  ["/carts", "missing"],
  ["/index.html", "missing"],
  ["/wp-login.php", "missing"],
])("%s is the page %s, here and on the server", (address, page) => {
  expect(routeOf(address).page).toBe(page)
  expect(isPage(address)).toBe(page !== "missing")
})

test("a handle is read as it was written", () => {
  expect(routeOf("/products/caf%C3%A9")).toEqual({ page: "product", handle: "café" })
})

test.each(["/store/products", "/app", "/app/orders", "/admin", "/auth/x", "/static/a.png", "/health", "/storeyard/ready"])(
  "%s is Medusa's", (address) => expect(isMedusas(address)).toBe(true),
)

test.each(["/", "/storefront/config.json", "/apple", "/stores", "/products/app"])(
  "%s is the storefront's", (address) => expect(isMedusas(address)).toBe(false),
)

test.each([["/hooks/payment/x", true], ["/hooks", true], ["/Hooks/payment/x", true], ["/hooksx", false], ["/products/hooks", false]])(
  "whether %s is where payment providers call: %s", (address, callback) => expect(isCallback(address)).toBe(callback),
)

test.each([
  ["gzip, deflate, br", "br"], ["gzip", "gz"], ["br;q=0, gzip;q=0.5", "gz"], ["identity", undefined], [undefined, undefined],
])("a browser that takes %s gets %s", (accepted, ending) => expect(encodingFor(accepted, ["br", "gz"])).toBe(ending))

test.each([
  ["?cart=cart_1&payment_intent=pi_1&redirect_status=succeeded", "cart_1"],
  ["?cart=cart_1&payment_intent=pi_1&redirect_status=failed", null],
  ["?cart=cart_1", null],
  ["", null],
])("who comes back with %s has paid %s", (search, cart) => expect(paidCart(search)).toBe(cart))
