/** Gives the browser a file that is in memory already. */
export function saveText(name: string, text: string): void {
  saveBlob(name, new Blob([text], { type: "text/plain;charset=utf-8" }))
}

export function saveBlob(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob)
  saveFrom(address, name)
  // The browser has taken it over by then; kept for ever it would hold the memory.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** Lets the browser fetch a file. From another server its name is what that server says. */
export function saveFrom(address: string, name = ""): void {
  const link = document.createElement("a")
  link.href = address
  link.download = name
  link.rel = "noreferrer"
  link.click()
}
