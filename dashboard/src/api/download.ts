// A backup's file, from the platform to the reader's disk.

import { authorized } from "./client"
import { ApiError, problemOf } from "./problem"
import { saveBlob, saveFrom } from "./save"

type Writable = WritableStream<Uint8Array>
type Picker = (options: { suggestedName: string }) => Promise<{ createWritable: () => Promise<Writable> }>

/** `disk`: written as it comes, however large it is. `memory`: held whole first, where a browser has no other way. */
export type Way = "disk" | "memory"

const picker = (): Picker | undefined => (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker
export const way = (): Way => (picker() ? "disk" : "memory")

export type Download = {
  backup: string
  part: string
  /** The name that is offered for the file. */
  name: string
  /** How many bytes it has; null: the platform does not say. */
  size: number | null
  signal: AbortSignal
  progress: (bytes: number) => void
}

/** `kept`: it is on the disk. `browser`: the browser fetches it from a bucket, and shows how far it is. `none`: no place was chosen. */
export type Outcome = "kept" | "browser" | "none"

/** Fetches a file and keeps it. Throws what went wrong: then no half file is left. */
export async function download(wanted: Download): Promise<Outcome> {
  const elsewhere = await addressOf(wanted)
  if (elsewhere) {
    saveFrom(elsewhere)
    return "browser"
  }
  // Asked before the file is: a browser shows its dialog only shortly after a click.
  const place = await choose(wanted.name)
  if (place === "none") return "none"
  const body = await fetched(wanted)
  if (place === null) {
    saveBlob(wanted.name, await new Response(body).blob())
  } else {
    await body.pipeTo(await place.createWritable(), { signal: wanted.signal })
  }
  return "kept"
}

const pathOf = ({ backup, part }: Download) =>
  new URL(`/api/backups/${encodeURIComponent(backup)}/download/${part}`, location.origin)

/** Where a bucket has the file; null: the platform has it. With the token the page may not go to a bucket. */
async function addressOf(wanted: Download): Promise<string | null> {
  const path = pathOf(wanted)
  path.searchParams.set("redirect", "false")
  const response = await authorized(new Request(path, { signal: wanted.signal }))
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return null
  const { address } = (await response.json()) as { address: string }
  return address
}

async function choose(name: string) {
  const pick = picker()
  if (!pick) return null
  try {
    return await pick({ suggestedName: name })
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return "none" as const
    throw error
  }
}

async function fetched(wanted: Download): Promise<ReadableStream<Uint8Array>> {
  const { size, signal, progress } = wanted
  const response = await authorized(new Request(pathOf(wanted), { signal }))
  if (!response.ok) throw await problemOf(response)
  if (!response.body) throw new ApiError(response.status, { detail: "The platform's answer has no file in it." })
  return response.body.pipeThrough(counted(size, progress))
}

/** Counts what passes, and fails at the end if it is not all: a file that is cut short is not kept. */
function counted(size: number | null, progress: (bytes: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      progress(bytes)
      controller.enqueue(chunk)
    },
    flush(controller) {
      if (size !== null && bytes !== size) {
        controller.error(new Error(`The file ended early: ${bytes} of ${size} bytes came. It was not kept.`))
      }
    },
  })
}
