import { TextInput, type TextInputProps } from "@mantine/core"
import { fromLocal, toLocal } from "./local-time"
import { useParam } from "./use-params"

type Props = Omit<TextInputProps, "name" | "type" | "value" | "onChange"> & {
  /** What it is called in the address. */
  name: string
  /** What is shown, where that is not what the address says. */
  at?: string
}

/** A time that stands in the address, in the reader's own zone. */
export function ParamTime({ name, at, ...look }: Props) {
  const [said, setSaid] = useParam(name)
  return (
    <TextInput
      type="datetime-local"
      value={toLocal(at ?? said)}
      onChange={(event) => setSaid(fromLocal(event.currentTarget.value))}
      {...look}
    />
  )
}
