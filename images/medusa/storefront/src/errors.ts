// What went wrong, in one sentence for a buyer.
import type { Texts } from "./texts"

/** Something that the storefront itself has words for. */
export class ShopError extends Error {
  constructor(readonly about: keyof Texts["errors"]) {
    super(about)
  }
}

/** What the payment provider says of a card, in the buyer's language. */
export class CardError extends Error {}

const status = (error: unknown): number | undefined => (error as { status?: number } | null)?.status

export const isGone = (error: unknown): boolean => status(error) === 404

export function sentence(error: unknown, { errors, language }: Texts): string {
  if (error instanceof ShopError) return errors[error.about]
  if (error instanceof CardError) return error.message || errors.card
  const code = status(error)
  if (code === undefined) return errors.unreachable
  const said = error instanceof Error ? error.message : ""
  if (/inventory|stock/i.test(said)) return errors.stock
  if (code === 404) return errors.gone
  if (code === 409) return errors.conflict
  if (code === 429) return errors.busy
  if (code >= 500 || !said) return errors.broken
  if (language !== "en") return errors.refused // Medusa speaks English only
  return /[.!?]$/.test(said) ? said : `${said}.`
}
