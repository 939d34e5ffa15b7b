// The shop's addresses.
export type Route =
  | { page: "products" }
  | { page: "product"; handle: string }
  | { page: "cart" }
  | { page: "checkout" }
  | { page: "order"; id: string }
  | { page: "missing" }

// The server has the same list (../../src/storefront/routes.ts): what is not on it is answered with the status 404.
export function routeOf(path: string): Route {
  const [first = "", second = "", ...rest] = path.replace(/\/$/, "").split("/").slice(1)
  if (!first && !second) return { page: "products" }
  if (first === "products" && second && !rest.length) return { page: "product", handle: decoded(second) }
  if (first === "orders" && second && !rest.length) return { page: "order", id: decoded(second) }
  if ((first === "cart" || first === "checkout") && !second && !rest.length) return { page: first }
  return { page: "missing" }
}

/** The cart that a buyer has paid who comes back from their bank; null for everybody else. */
export function paidCart(search: string): string | null {
  const said = new URLSearchParams(search)
  return said.get("redirect_status") === "succeeded" ? said.get("cart") : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
