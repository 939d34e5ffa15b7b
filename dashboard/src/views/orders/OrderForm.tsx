import { Button, Group, Stack, Text } from "@mantine/core"
import { type FormEvent, type ReactNode, useState } from "react"
import type { Schemas } from "../../api/client"
import { ApiError } from "../../api/problem"
import { Failure } from "../../parts/Failure"
import { money } from "../../parts/regions"
import { BuyerFields } from "./BuyerFields"
import { errorsOf, firstPiece, type Lines, linesOf, orderOf, type Product, priceOf, sampleBuyer } from "./basket"
import { ProductFields } from "./ProductFields"
import { usePlace } from "./use-place"

type Props = {
  store: string
  country: string
  products: readonly Product[]
  /** What stands below the products: how to see more of them. */
  children: ReactNode
}

/** What is ordered and for whom. It is filled in already: a test order is one press of a button. */
export function OrderForm({ store, country, products, children }: Props) {
  const [pieces, setPieces] = useState(() => firstPiece(products))
  const [buyer, setBuyer] = useState(() => sampleBuyer(country))
  const place = usePlace()
  const lines = linesOf(products, pieces)
  const errors = place.error instanceof ApiError ? errorsOf(place.error.fields, place.variables) : NONE
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (lines.length > 0 && !place.isPending) place.mutate(orderOf(store, lines, buyer))
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <ProductFields
          {...{ products, pieces, errors }}
          onChange={(id, quantity) => setPieces({ ...pieces, [id]: quantity })}
        />
        {children}
        <BuyerFields {...{ buyer, errors }} onChange={(change) => setBuyer({ ...buyer, ...change })} />
        <Text size="sm" c="dimmed">
          The order goes through the shop's own public API, as that of a guest who pays on delivery. It stays in the
          shop: it counts as sold, and the shop may write to the e-mail address.
        </Text>
        <NotPlaced error={place.error} sent={place.variables} again={place.mutate} />
        <Place lines={lines} busy={place.isPending} />
      </Stack>
    </form>
  )
}

const NONE: ReadonlyMap<string, string> = new Map()

type NotPlacedProps = {
  error: unknown
  sent: Schemas["CreateOrder"] | undefined
  again: (sent: Schemas["CreateOrder"]) => void
}

/** Where no answer came nobody knows yet whether there is an order: asking again places it once, whatever happened. */
function NotPlaced({ error, sent, again }: NotPlacedProps) {
  if (!error || !sent) return null
  const unknown = error instanceof ApiError && (error.status === 0 || error.reason === "OutcomeUnknown")
  return (
    <Failure
      title={unknown ? "It is not known yet whether the order was placed" : "The order was not placed"}
      error={error}
      retry={unknown ? () => again(sent) : undefined}
    />
  )
}

function Place({ lines, busy }: { lines: Lines; busy: boolean }) {
  const price = priceOf(lines)
  return (
    <Group justify="space-between">
      <Text size="sm" role="status" className="tabular" id="what-it-costs">
        {price ? (
          <>
            Products: <b>{money(price.amount, price.currency)}</b>, without sending and taxes
          </>
        ) : (
          "Choose at least one piece of a product."
        )}
      </Text>
      <Button
        type="submit"
        loading={busy}
        data-disabled={!price || undefined}
        aria-disabled={!price}
        aria-describedby="what-it-costs"
      >
        Place the order
      </Button>
    </Group>
  )
}
