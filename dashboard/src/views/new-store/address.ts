import { useDebouncedValue } from "@mantine/hooks"
import { useQuery } from "@tanstack/react-query"
import { sentenceOf } from "../../api/problem"
import { type Asked, addressQuery } from "./queries"

const PAUSE = 250 // milliseconds without a key after which the platform is asked

export type Address =
  | { is: "none" }
  | { is: "checking"; id: string }
  | { is: "free"; id: string; url: string }
  | { is: "refused"; id: string; message: string }
  | { is: "unknown"; id: string; message: string }

/** What is asked: about the id that was typed, or for one that is made from the name. */
export function questionOf(id: string, name: string, cluster: string): Asked {
  const where = cluster === "" ? {} : { cluster }
  if (id !== "") return { id, ...where }
  return name.trim() === "" ? {} : { name: name.trim(), ...where }
}

/** The address that the store will have: whether it is free, as the platform says a moment after the last key. */
export function useAddress(id: string, name: string, cluster: string): Address {
  const asked = questionOf(id, name, cluster)
  const text = JSON.stringify(asked)
  const [later] = useDebouncedValue(text, PAUSE)
  const query = useQuery(addressQuery(JSON.parse(later) as Asked))
  if (text === "{}") return { is: "none" }
  if (later !== text || query.isLoading) return { is: "checking", id }
  if (query.data) {
    const { id: found, url, available, message } = query.data
    if (available && found && url) return { is: "free", id: found, url }
    return { is: "refused", id: found ?? id, message: sentence(message) }
  }
  return { is: "unknown", id, message: sentenceOf(query.error) }
}

/** Sentences of the API's rules begin small, since a field's name stands before them. */
function sentence(text: string): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1)
  return said === "" || /[.!?]$/.test(said) ? said : `${said}.`
}
