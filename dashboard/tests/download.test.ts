import { afterEach, describe, expect, it, vi } from "vitest"
import { download, way } from "../src/api/download"
import { ApiError } from "../src/api/problem"

vi.mock("../src/api/session", () => ({
  accessToken: () => "a-token",
  refresh: async () => false,
  untilSignedIn: vi.fn(),
}))

const chunks = ["one ", "two ", "three"].map((text) => new TextEncoder().encode(text))
const SIZE = 13

function file(): Response {
  return new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk)
        controller.close()
      },
    }),
  )
}

/** A place on the disk, as the browser gives it. */
function disk() {
  const written: string[] = []
  const ended: string[] = []
  const createWritable = async () =>
    new WritableStream<Uint8Array>({
      write: (chunk) => void written.push(new TextDecoder().decode(chunk)),
      close: () => void ended.push("kept"),
      abort: () => void ended.push("thrown away"),
    })
  const pick = vi.fn(async (_: { suggestedName: string }) => ({ createWritable }))
  vi.stubGlobal("showSaveFilePicker", pick)
  return { written, ended, pick }
}

const wanted = (more: object = {}) => ({
  backup: "OP1",
  part: "database",
  name: "tea-database.dump",
  size: SIZE as number | null,
  signal: new AbortController().signal,
  progress: vi.fn(),
  ...more,
})

describe("a download of a backup", () => {
  afterEach(() => vi.unstubAllGlobals())

  it("is written to the place that was chosen, piece by piece, with the token", async () => {
    const { written, ended, pick } = disk()
    const fetched = vi.fn(async (_: Request) => file())
    vi.stubGlobal("fetch", fetched)
    const asked = wanted()

    expect(way()).toBe("disk")
    expect(await download(asked)).toBe(true)

    expect(pick).toHaveBeenCalledWith({ suggestedName: "tea-database.dump" })
    expect(written).toEqual(["one ", "two ", "three"])
    expect(ended).toEqual(["kept"])
    expect(asked.progress.mock.calls.map(([bytes]) => bytes)).toEqual([4, 8, SIZE])
    const request = fetched.mock.calls[0]?.[0]
    expect(new URL(request?.url ?? "").pathname).toBe("/api/backups/OP1/download/database")
    expect(request?.headers.get("Authorization")).toBe("Bearer a-token")
  })

  it("that is cut short is not kept, and says so", async () => {
    const { ended } = disk()
    vi.stubGlobal("fetch", async () => file())

    await expect(download(wanted({ size: 20 }))).rejects.toThrow("13 of 20 bytes")

    expect(ended).toEqual(["thrown away"])
  })

  it("that is canceled leaves nothing", async () => {
    const { ended } = disk()
    const stop = new AbortController()
    const endless = new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunks[0]) }))
    vi.stubGlobal("fetch", async () => endless)
    const progress = () => stop.abort()

    await expect(download(wanted({ signal: stop.signal, progress }))).rejects.toThrow()

    expect(ended).toEqual(["thrown away"])
  })

  it("asks for nothing where no place is chosen", async () => {
    const fetched = vi.fn()
    vi.stubGlobal("fetch", fetched)
    vi.stubGlobal("showSaveFilePicker", async () => {
      throw new DOMException("no", "AbortError")
    })

    expect(await download(wanted())).toBe(false)

    expect(fetched).not.toHaveBeenCalled()
  })

  it("is held in memory where the browser cannot write, and given to it whole", async () => {
    let blob: Blob | undefined
    vi.stubGlobal("fetch", async () => file())
    vi.stubGlobal(
      "URL",
      class extends URL {
        static override createObjectURL = (made: Blob) => {
          blob = made
          return "blob:it"
        }
      },
    )
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {})

    expect(way()).toBe("memory")
    expect(await download(wanted())).toBe(true)

    expect(await blob?.text()).toBe("one two three")
    expect(clicked).toHaveBeenCalledOnce()
  })

  it("of a file in a bucket is not tried with the token, and says what to do", async () => {
    const { ended } = disk()
    const fetched = vi.fn(async (_: Request) => ({ type: "opaqueredirect", status: 0, ok: false }) as Response)
    vi.stubGlobal("fetch", fetched)

    const error = await download(wanted()).catch((reason) => reason)

    expect(error).toBeInstanceOf(ApiError)
    expect(error.reason).toBe("InABucket")
    expect(fetched.mock.calls[0]?.[0].redirect).toBe("manual")
    expect(ended).toEqual([])
  })
})
