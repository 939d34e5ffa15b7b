import { TextInput } from "@mantine/core"
import { useDebouncedCallback } from "@mantine/hooks"
import { type ComponentProps, useEffect, useRef, useState } from "react"
import { useParam } from "./use-params"

const PAUSE = 200 // milliseconds without a key after which it is searched

type Props = Omit<ComponentProps<typeof TextInput>, "name" | "type" | "value" | "onChange"> & {
  /** What it is called in the address. */
  name: string
  /** True: spaces around it are searched too. */
  exact?: boolean
}

/** A text that is searched for, and stands in the address a moment after the last key. */
export function ParamSearch({ name, exact = false, ...look }: Props) {
  const [text, setText] = useParam(name)
  const [typed, setTyped] = useState(text)
  const said = useRef(text)
  const later = useDebouncedCallback((wanted: string) => {
    said.current = wanted
    setText(wanted)
  }, PAUSE)
  // The address changed by something else than this field: a filter was taken off, or somebody went back.
  useEffect(() => {
    if (text !== said.current) setTyped(text)
    said.current = text
  }, [text])
  return (
    <TextInput
      type="search"
      value={typed}
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        later(exact ? value : value.trim())
      }}
      {...look}
    />
  )
}
