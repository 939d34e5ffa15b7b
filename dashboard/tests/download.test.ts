import { afterEach, describe, expect, it, vi } from "vitest"
import { download, way } from "../src/api/download"

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

/** The platform: with `redirect=false` it says that it has the file itself. */
const platform = (body: () => Response = file) =>
  vi.fn(async (request: Request) =>
    request.url.endsWith("?redirect=false") ? new Response(null, { status: 204 }) : body(),
  )

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
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  it("is written to the place that was chosen, piece by piece, with the token", async () => {
    const { written, ended, pick } = disk()
    const fetched = platform()
    vi.stubGlobal("fetch", fetched)
    const asked = wanted()

    expect(way()).toBe("disk")
    expect(await download(asked)).toBe("kept")

    expect(pick).toHaveBeenCalledWith({ suggestedName: "tea-database.dump" })
    expect(written).toEqual(["one ", "two ", "three"])
    expect(ended).toEqual(["kept"])
    expect(asked.progress.mock.calls.map(([bytes]) => bytes)).toEqual([4, 8, SIZE])
    const request = fetched.mock.calls[1]?.[0]
    expect(new URL(request?.url ?? "").pathname).toBe("/api/backups/OP1/download/database")
    expect(request?.headers.get("Authorization")).toBe("Bearer a-token")
  })

  it("that is cut short is not kept, and says so", async () => {
    const { ended } = disk()
    vi.stubGlobal("fetch", platform())

    await expect(download(wanted({ size: 20 }))).rejects.toThrow("13 of 20 bytes")

    expect(ended).toEqual(["thrown away"])
  })

  it("that is canceled leaves nothing", async () => {
    const { ended } = disk()
    const stop = new AbortController()
    const endless = new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunks[0]) }))
    vi.stubGlobal(
      "fetch",
      platform(() => endless),
    )
    const progress = () => stop.abort()

    await expect(download(wanted({ signal: stop.signal, progress }))).rejects.toThrow()

    expect(ended).toEqual(["thrown away"])
  })

  it("fetches nothing where no place is chosen", async () => {
    const fetched = platform()
    vi.stubGlobal("fetch", fetched)
    vi.stubGlobal("showSaveFilePicker", async () => {
      throw new DOMException("no", "AbortError")
    })

    expect(await download(wanted())).toBe("none")

    expect(fetched).toHaveBeenCalledOnce()
  })

  it("is held in memory where the browser cannot write, and given to it whole", async () => {
    let blob: Blob | undefined
    vi.stubGlobal("fetch", platform())
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
    expect(await download(wanted())).toBe("kept")

    expect(await blob?.text()).toBe("one two three")
    expect(clicked).toHaveBeenCalledOnce()
  })

  it("of a file in a bucket is left to the browser, and the token stays here", async () => {
    const { pick } = disk()
    const address = "https://bucket.example/database.dump?signed"
    const fetched = vi.fn(async (_: Request) => Response.json({ address }))
    vi.stubGlobal("fetch", fetched)
    const clicked: HTMLAnchorElement[] = []
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(this)
    })

    expect(await download(wanted())).toBe("browser")

    expect(clicked.map(({ href, rel }) => [href, rel])).toEqual([[address, "noreferrer"]])
    expect(fetched).toHaveBeenCalledOnce()
    expect(pick).not.toHaveBeenCalled()
  })
})
