import { type Field, type Form, needsPostalCode, type Problems } from "../address"
import type { Region } from "../shop"
import { useSpeech } from "../speech"

interface FieldsProps {
  form: Form
  problems: Problems
  countries: NonNullable<Region["countries"]>
  set: (field: Field, value: string) => void
}

interface Look {
  complete: string
  type?: string
  optional?: boolean
  half?: boolean
}

const LOOKS: [Exclude<Field, "country_code" | "email">, Look][] = [
  ["first_name", { complete: "given-name", half: true }],
  ["last_name", { complete: "family-name", half: true }],
  ["address_1", { complete: "address-line1" }],
  ["address_2", { complete: "address-line2", optional: true }],
  ["postal_code", { complete: "postal-code", half: true }],
  ["city", { complete: "address-level2", half: true }],
  ["province", { complete: "address-level1", optional: true }],
  ["phone", { complete: "tel", type: "tel", optional: true }],
]

/** Who buys, and where it goes. */
export function AddressFields({ form, problems, countries, set }: FieldsProps) {
  const { texts, country } = useSpeech()
  const input = (field: Field, { complete, type = "text", optional = false, half = false }: Look) => (
    <div className={half ? "field half" : "field"} key={field}>
      <label htmlFor={field}>{texts.address[field]}{optional && <small> ({texts.address.optional})</small>}</label>
      <input
        id={field} name={field} type={type} value={form[field]} autoComplete={complete} required={!optional}
        {...wrong(field, problems)} onChange={(event) => set(field, event.target.value)}
      />
      <Problem field={field} problems={problems} />
    </div>
  )
  return (
    <>
      <fieldset className="step">
        <legend>{texts.contact}</legend>
        {input("email", { complete: "email", type: "email" })}
      </fieldset>
      <fieldset className="step fields">
        <legend>{texts.deliveryAddress}</legend>
        {LOOKS.slice(0, -1).map(([field, look]) =>
          input(field, field === "postal_code" ? { ...look, optional: !needsPostalCode(form.country_code) } : look),
        )}
        <div className="field">
          <label htmlFor="country_code">{texts.address.country_code}</label>
          <select
            id="country_code" name="country_code" value={form.country_code} autoComplete="country" required
            {...wrong("country_code", problems)} onChange={(event) => set("country_code", event.target.value)}
          >
            {countries.map(({ iso_2 }) => iso_2 && <option key={iso_2} value={iso_2}>{country(iso_2)}</option>)}
          </select>
          <Problem field="country_code" problems={problems} />
        </div>
        {LOOKS.slice(-1).map(([field, look]) => input(field, look))}
      </fieldset>
    </>
  )
}

const wrong = (field: Field, problems: Problems) =>
  problems[field] ? { "aria-invalid": true, "aria-describedby": `${field}-problem` } : {}

function Problem({ field, problems }: { field: Field; problems: Problems }) {
  return problems[field] ? <p className="problem" id={`${field}-problem`}>{problems[field]}</p> : null
}
