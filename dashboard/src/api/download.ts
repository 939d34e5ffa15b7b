// A backup's file, from the platform to the reader's disk.

import { authorized } from "./client"
import { ApiError, problemOf } from "./problem"
import { saveBlob } from "./save"

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

/** Fetches a file and keeps it. False: the reader chose no place for it. Throws what went wrong: then no half file is left. */
export async function download(wanted: Download): Promise<boolean> {
  // Asked first: a browser shows its dialog only right after a click.
  const place = await choose(wanted.name)
  if (place === "none") return false
  const body = await fetched(wanted)
  if (place === null) {
    saveBlob(wanted.name, await new Response(body).blob())
  } else {
    await body.pipeTo(await place.createWritable(), { signal: wanted.signal })
  }
  return true
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

async function fetched({ backup, part, size, signal, progress }: Download): Promise<ReadableStream<Uint8Array>> {
  const address = new URL(`/api/backups/${encodeURIComponent(backup)}/download/${part}`, location.origin)
  const response = await authorized(new Request(address, { redirect: "manual", signal }))
  if (response.type === "opaqueredirect" || response.status === 303) {
    // A page is told neither where a bucket has the file nor may it go there with the token.
    throw new ApiError(303, {
      detail: "This file lies in a bucket that the page may not read. The command line fetches it from there.",
      reason: "InABucket",
    })
  }
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
