import { Fieldset, Select, SimpleGrid, TextInput } from "@mantine/core"
import { ALL_COUNTRIES, countryName } from "../../parts/regions"
import type { Buyer } from "./basket"

type Props = { buyer: Buyer; errors: ReadonlyMap<string, string>; onChange: (change: Partial<Buyer>) => void }

const FIELDS: ReadonlyArray<{
  name: keyof Buyer
  label: string
  type?: "email"
  optional?: true
}> = [
  { name: "first_name", label: "First name" },
  { name: "last_name", label: "Last name" },
  { name: "email", label: "E-mail address", type: "email" },
  { name: "line1", label: "Street and number" },
  { name: "postal_code", label: "Postal code" },
  { name: "city", label: "City" },
  { name: "state", label: "State or province", optional: true },
]

const COUNTRIES = ALL_COUNTRIES.map((value) => ({ value, label: countryName(value) })).sort((a, b) =>
  a.label.localeCompare(b.label),
)

/** Who orders, and where it is sent. */
export function BuyerFields({ buyer, errors, onChange }: Props) {
  return (
    <Fieldset legend="Customer and address">
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {FIELDS.map(({ name, label, type = "text", optional = false }) => (
          <TextInput
            key={name}
            label={label}
            type={type}
            value={buyer[name]}
            onChange={(event) => onChange({ [name]: event.currentTarget.value })}
            error={errors.get(name)}
            required={!optional}
            autoComplete="off"
          />
        ))}
        <Select
          label="Country"
          data={COUNTRIES}
          value={buyer.country}
          onChange={(country) => country && onChange({ country })}
          error={errors.get("country")}
          nothingFoundMessage="There is no such country"
          allowDeselect={false}
          searchable
        />
      </SimpleGrid>
    </Fieldset>
  )
}
