import { useCallback } from "react"
import { useSearchParams } from "react-router"

/** A filter that stands in the address: it can be sent to somebody, and going back undoes it. An empty value is left out. */
export function useParam(name: string): readonly [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: string | null) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (value) after.set(name, value)
          else after.delete(name)
          return after
        },
        { replace: true },
      ),
    [name, setParams],
  )
  return [params.get(name) ?? "", set]
}
