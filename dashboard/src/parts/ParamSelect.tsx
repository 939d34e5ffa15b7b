import { Select, type SelectProps } from "@mantine/core"
import { useParam } from "./use-params"

type Props = Omit<SelectProps, "name" | "label" | "data" | "value" | "onChange"> & {
  /** What it is called in the address. */
  name: string
  label: string
  /** True: the label stands above the field. Else only screen readers have it. */
  above?: boolean
  items: ReadonlyArray<string | { value: string; label: string }>
}

/** A filter that is chosen from a list, and stands in the address. */
export function ParamSelect({ name, label, above = false, items, ...look }: Props) {
  const [value, setValue] = useParam(name)
  const known = items.some((item) => (typeof item === "string" ? item : item.value) === value)
  return (
    <Select
      {...(above ? { label } : { "aria-label": label })}
      placeholder={label}
      // What an address names that is not in the list is shown all the same: it is what is filtered by.
      data={value && !known ? [value, ...items] : items}
      value={value || null}
      onChange={setValue}
      clearable
      clearButtonProps={{ "aria-label": `Clear: ${label}` }}
      {...look}
    />
  )
}
