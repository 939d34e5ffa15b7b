import { useCallback } from "react"
import { useSearchParams } from "react-router"

/** Changes what stands in the address, and leaves the rest of it. An empty value is left out. */
export function useSetParams(): (values: Readonly<Record<string, string | null>>) => void {
  const [, setParams] = useSearchParams()
  return useCallback(
    (values) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries(values)) {
            if (value) after.set(name, value)
            else after.delete(name)
          }
          return after
        },
        { replace: true },
      ),
    [setParams],
  )
}

/** A filter that stands in the address: it can be sent to somebody, and going back undoes it. */
export function useParam(name: string): readonly [string, (value: string | null) => void] {
  const [params] = useSearchParams()
  const setParams = useSetParams()
  const set = useCallback((value: string | null) => setParams({ [name]: value }), [name, setParams])
  return [params.get(name) ?? "", set]
}
