import { type Field, type Form, needsPostalCode, type Problems } from "../address"
import type { Region } from "../shop"

interface FieldsProps {
  form: Form
  problems: Problems
  countries: NonNullable<Region["countries"]>
  set: (field: Field, value: string) => void
}

interface Look {
  label: string
  complete: string
  type?: string
  optional?: boolean
  half?: boolean
}

const LOOKS: [Exclude<Field, "country_code" | "email">, Look][] = [
  ["first_name", { label: "First name", complete: "given-name", half: true }],
  ["last_name", { label: "Last name", complete: "family-name", half: true }],
  ["address_1", { label: "Street and house number", complete: "address-line1" }],
  ["address_2", { label: "Flat, floor, company", complete: "address-line2", optional: true }],
  ["postal_code", { label: "Postal code", complete: "postal-code", half: true }],
  ["city", { label: "Town or city", complete: "address-level2", half: true }],
  ["province", { label: "State or province", complete: "address-level1", optional: true }],
  ["phone", { label: "Phone, for the delivery", complete: "tel", type: "tel", optional: true }],
]

/** Who buys, and where it goes. */
export function AddressFields({ form, problems, countries, set }: FieldsProps) {
  const input = (field: Field, { label, complete, type = "text", optional = false, half = false }: Look) => (
    <div className={half ? "field half" : "field"} key={field}>
      <label htmlFor={field}>{label}{optional && <small> (optional)</small>}</label>
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
        <legend>Contact</legend>
        {input("email", { label: "E-mail address", complete: "email", type: "email" })}
      </fieldset>
      <fieldset className="step fields">
        <legend>Delivery address</legend>
        {LOOKS.slice(0, -1).map(([field, look]) =>
          input(field, field === "postal_code" ? { ...look, optional: !needsPostalCode(form.country_code) } : look),
        )}
        <div className="field">
          <label htmlFor="country_code">Country</label>
          <select
            id="country_code" name="country_code" value={form.country_code} autoComplete="country" required
            {...wrong("country_code", problems)} onChange={(event) => set("country_code", event.target.value)}
          >
            {countries.map(({ iso_2, display_name }) => <option key={iso_2} value={iso_2}>{display_name}</option>)}
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
