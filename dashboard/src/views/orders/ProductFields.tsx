import { Group, NumberInput, Stack, Text } from "@mantine/core"
import { money } from "../../parts/regions"
import type { Pieces, Product } from "./basket"

const MOST = 1000 // pieces of a variant in one order, as the API has it

type Props = {
  products: readonly Product[]
  pieces: Pieces
  errors: ReadonlyMap<string, string>
  onChange: (variant: string, quantity: number) => void
}

/** What the shop sells, each variant with the number of pieces that are wanted. */
export function ProductFields({ products, pieces, errors, onChange }: Props) {
  return (
    <Stack gap="xs" role="group" aria-label="Products">
      {products.flatMap((product) =>
        product.variants.map((variant) => (
          <Variant
            key={variant.id}
            product={product}
            variant={variant}
            quantity={pieces[variant.id] ?? 0}
            error={errors.get(variant.id)}
            onChange={(quantity) => onChange(variant.id, quantity)}
          />
        )),
      )}
    </Stack>
  )
}

type VariantProps = {
  product: Product
  variant: Product["variants"][number]
  quantity: number
  error: string | undefined
  onChange: (quantity: number) => void
}

function Variant({ product, variant, quantity, error, onChange }: VariantProps) {
  const { sku, id, price, currency, stock } = variant
  const gone = stock === 0
  const about = [sku || id, money(price, currency), stockLine(stock)].filter(Boolean).join(" · ")
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Stack gap={0} miw={0} flex={1}>
        <Text size="sm" fw={500} className="free-text">
          {product.title}
        </Text>
        <Text size="xs" c="dimmed" className="free-text tabular">
          {about}
        </Text>
        {error && (
          <Text size="sm" c="var(--mantine-color-error)" className="free-text">
            {error}
          </Text>
        )}
      </Stack>
      <NumberInput
        aria-label={`Pieces of ${product.title}, ${sku || id}`}
        value={quantity}
        onChange={(value) => onChange(typeof value === "number" ? value : 0)}
        min={0}
        max={MOST}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        disabled={gone}
        error={Boolean(error)}
        w={92}
      />
    </Group>
  )
}

function stockLine(stock: number | null): string {
  if (stock === null) return ""
  return stock === 0 ? "sold out" : `${stock} in stock`
}
