// Between a field of the browser, which has the reader's own time, and the address and the API, which have RFC 3339.

/** What a field of the type datetime-local is given for a time; empty for one that there is not. */
export function toLocal(at: string): string {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) return ""
  const pad = (value: number) => String(value).padStart(2, "0")
  const day = `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
  return `${day}T${pad(moment.getHours())}:${pad(moment.getMinutes())}`
}

/** The time that such a field says, in UTC; null: none. */
export function fromLocal(field: string): string | null {
  const moment = new Date(field)
  return field === "" || Number.isNaN(moment.getTime()) ? null : moment.toISOString().replace(/\.\d+Z$/, "Z")
}
