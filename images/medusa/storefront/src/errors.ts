// What went wrong, in one sentence for a buyer.
export class ShopError extends Error {}

const status = (error: unknown): number | undefined => (error as { status?: number } | null)?.status

export const isGone = (error: unknown): boolean => status(error) === 404

export function sentence(error: unknown): string {
  if (error instanceof ShopError) return error.message
  const code = status(error)
  if (code === undefined) return "The shop cannot be reached. Check your connection and try again."
  const said = error instanceof Error ? error.message : ""
  if (/inventory|stock/i.test(said)) return "There are not enough of it left. Choose a smaller quantity."
  if (code === 404) return "This is no longer available."
  if (code === 409) return "The cart has just changed. Please try again."
  if (code === 429) return "Too many requests at once. Wait a moment and try again."
  if (code >= 500 || !said) return "The shop has a problem right now. Please try again in a moment."
  return /[.!?]$/.test(said) ? said : `${said}.`
}
