// After the build: each file's compressed siblings, and the budget of the first load.
import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"

const DIST = new URL("../dist/", import.meta.url).pathname
const BUDGET = 230 * 1024 // bytes of JavaScript and CSS, gzipped, that the first page loads
const TEXT = /\.(js|css|svg|html|json|webmanifest)$/

const names = (await readdir(DIST, { recursive: true })).filter((name) => TEXT.test(name) && name !== "index.html")
const sizes = new Map()
for (const name of names) {
  const path = join(DIST, name)
  const content = await readFile(path)
  const gzip = gzipSync(content, { level: 9 })
  sizes.set(name, gzip.length)
  if ((await stat(path)).size < 1024) continue
  await writeFile(`${path}.gz`, gzip)
  await writeFile(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
}

const page = await readFile(join(DIST, "index.html"), "utf8")
if (!page.includes("__CSP_NONCE__")) throw new Error("index.html has lost the place of its nonce")
if (/<(script|style)[^>]*>[^<]/.test(page)) throw new Error("index.html has something inline, which its policy forbids")
const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1])
const total = first.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0)
console.log(`first load: ${(total / 1024).toFixed(1)} of ${BUDGET / 1024} KiB gzipped in ${first.length} files`)
if (total > BUDGET) throw new Error("The first load is over its budget: move a part into a lazy chunk.")
