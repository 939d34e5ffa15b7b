/** Paths that are Medusa's and the platform's own; the storefront never answers there. */
export const isMedusas = (address: string): boolean =>
  /^\/(app|admin|auth|cloud|health|hooks|static|store|storeyard)(\/|$)/.test(address)

/** Whether the storefront has a page there (storefront/src/routes.ts has the same list). Which products exist, it asks later. */
export const isPage = (address: string): boolean =>
  /^\/(|cart\/?|checkout\/?|products\/[^/]+\/?|orders\/[^/]+\/?)$/.test(address)

/** Where payment providers call. */
export const isCallback = (address: string): boolean => /^\/hooks(\/|$)/i.test(address)

/** The ending of the compressed file that the browser takes, the best first; undefined if it takes none. */
export function encodingFor(accepted: unknown, endings: string[]): string | undefined {
  const taken = String(accepted ?? "").split(",").map((one) => one.trim().split(/\s*;\s*/))
  const takes = (name: string) => taken.some(([coding, quality]) => coding === name && !/^q=0(\.0*)?$/.test(quality ?? ""))
  return endings.find((ending) => takes(ending === "gz" ? "gzip" : ending))
}
