import { useEffect, useRef } from "react"
import { ApiError } from "../../api/problem"

// Another word of the API for a field of the form.
const SAME: Record<string, string> = { email: "admin_email" }

/** What the platform says of fields, of those that still say what was sent: what was changed since may be right. */
export function errorsOf(error: unknown, sent: object | undefined, now: object): ReadonlyMap<string, string> {
  if (!(error instanceof ApiError)) return new Map()
  const said = (request: object | undefined, field: string) => (request as Record<string, unknown> | undefined)?.[field]
  const named = [...error.fields].map(([field, rule]) => [SAME[field] ?? field, rule] as const)
  return new Map(named.filter(([field]) => said(sent, field) === said(now, field)))
}

/** Goes to the first field that is wrong, once the platform has said which. */
export function useFirstError(error: unknown) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [error])
  return form
}
