import type { HttpTypes } from "@medusajs/types"

type Product = HttpTypes.StoreProduct
type Variant = HttpTypes.StoreProductVariant
export type Chosen = Record<string, string>

const MOST = 10

/** How many of it a buyer may take at once; 0 is sold out. */
export function available(variant: Variant): number {
  if (!variant.manage_inventory || variant.allow_backorder) return MOST
  return Math.max(0, Math.min(MOST, variant.inventory_quantity ?? 0))
}

/** Pieces left, where it is few enough to say so. */
export function fewLeft(variant: Variant): number | null {
  if (!variant.manage_inventory || variant.allow_backorder) return null
  const left = variant.inventory_quantity ?? 0
  return left > 0 && left <= 5 ? left : null
}

export const priceOf = (variant: Variant): number | null => variant.calculated_price?.calculated_amount ?? null

/** Whether the price has the tax in it. */
export const withTax = (variant: Variant | undefined): boolean =>
  variant?.calculated_price?.is_calculated_price_tax_inclusive === true

/** The price before a reduction, if there is one. */
export function priceBefore(variant: Variant): number | null {
  const [now, before] = [priceOf(variant), variant.calculated_price?.original_amount ?? null]
  return now !== null && before !== null && before > now ? before : null
}

/** Variants that have a price in this region: the others cannot be bought here. */
export const sold = (product: Product): Variant[] => (product.variants ?? []).filter((variant) => priceOf(variant) !== null)

/** The lowest price, and whether others are higher. */
export function priceRange(product: Product): { lowest: number; varies: boolean } | null {
  const prices = sold(product).map((variant) => priceOf(variant) as number)
  if (!prices.length) return null
  const lowest = Math.min(...prices)
  return { lowest, varies: prices.some((price) => price !== lowest) }
}

export function optionsOf(variant: Variant): Chosen {
  return Object.fromEntries((variant.options ?? []).map(({ option_id, value }) => [option_id ?? "", value]))
}

/** The variant that has all that was chosen. */
export const matching = (product: Product, chosen: Chosen): Variant | undefined =>
  sold(product).find((variant) => Object.entries(optionsOf(variant)).every(([option, value]) => chosen[option] === value))

/** What a product page starts with: the first variant that is there, else the first. */
export function initialVariant(product: Product): Variant | undefined {
  const variants = sold(product)
  return variants.find((variant) => available(variant) > 0) ?? variants[0]
}

/** Whether there is anything to choose: one variant with one value of each option needs no questions. */
export const hasChoice = (product: Product): boolean => sold(product).length > 1
