import { ColorInput, Select, SimpleGrid, Stack, Switch, TextInput, useMantineTheme } from "@mantine/core"
import type { Schemas } from "../../api/client"
import { countryName, currencyName } from "../../parts/regions"
import { countriesOf, currenciesOf, type Draft } from "./draft"
import type { Change } from "./use-draft"

type Props = {
  draft: Draft
  engine: Schemas["Engine"] | undefined
  errors: ReadonlyMap<string, string>
  change: Change
}

const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label)

/** Where the shop sells, and in which money: what the engine knows, no more. */
export function Market({ draft, engine, errors, change }: Props) {
  const countries = countriesOf(engine).map((value) => ({ value, label: countryName(value) }))
  const currencies = currenciesOf(engine).map((value) => ({ value, label: `${value}, ${currencyName(value)}` }))
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label="Country"
        description="Where the shop sells."
        data={countries.sort(byLabel)}
        value={draft.country}
        onChange={(country) => country && change({ country })}
        error={errors.get("country")}
        nothingFoundMessage="The engine has no such country"
        allowDeselect={false}
        searchable
      />
      <Select
        label="Currency"
        description="Of the shop's prices."
        data={currencies.sort(byLabel)}
        value={draft.currency}
        onChange={(currency) => currency && change({ currency })}
        error={errors.get("currency")}
        nothingFoundMessage="The engine has no such currency"
        allowDeselect={false}
        searchable
      />
    </SimpleGrid>
  )
}

type LookProps = Pick<Props, "draft" | "errors" | "change"> & { fromBackup: boolean }

/** The shop's colour, its first administrator and its language. */
export function Look({ draft, errors, change, fromBackup }: LookProps) {
  const { colors } = useMantineTheme()
  const swatches = ["teal", "cyan", "indigo", "grape", "red", "orange", "dark"].map((hue) => colors[hue]?.[8] ?? "")
  const instead = fromBackup ? "as in the backup" : undefined
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ColorInput
          label="Colour"
          description="The shop's own; it can be changed later."
          value={draft.color}
          onChange={(color) => change({ color })}
          placeholder={instead ?? "as the platform chooses"}
          format="hex"
          swatches={swatches}
          error={errors.get("color")}
        />
        <TextInput
          label="E-mail of the shop's admin"
          description="Who signs in to the shop's admin."
          type="email"
          value={draft.admin_email}
          onChange={(event) => change({ admin_email: event.currentTarget.value })}
          placeholder={instead ?? "admin@<address>.example"}
          error={errors.get("admin_email") ?? errors.get("email")}
          autoComplete="off"
        />
        <TextInput
          label="Language"
          description="That the shop speaks to buyers, like de or pt-BR."
          value={draft.locale}
          onChange={(event) => change({ locale: event.currentTarget.value })}
          placeholder={instead ?? "that of the country"}
          error={errors.get("locale")}
          autoComplete="off"
        />
      </SimpleGrid>
      {!fromBackup && (
        <Switch
          label="Sample products"
          description="Without them the shop starts with no product at all."
          checked={draft.sample_products}
          onChange={(event) => change({ sample_products: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}
