// After the build: fails if a buyer would have to load too much JavaScript, or if the page holds a script or style of its
// own (the shop's policy would block it); writes each file once more, compressed.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"
import { brotliCompressSync, gzipSync } from "node:zlib"

const LIMIT = 150_000
const folder = path.resolve(import.meta.dirname, "../dist")
const files = readdirSync(folder, { recursive: true })
  .map((name) => path.join(folder, name))
  .filter((name) => statSync(name).isFile())

let scripts = 0
for (const file of files) {
  const content = readFileSync(file)
  const zipped = gzipSync(content, { level: 9 })
  if (file.endsWith(".js")) scripts += zipped.length
  writeFileSync(`${file}.gz`, zipped)
  writeFileSync(`${file}.br`, brotliCompressSync(content))
  console.log(`${path.relative(folder, file)}: ${content.length} bytes, ${zipped.length} gzipped`)
}
console.log(`JavaScript in all: ${scripts} bytes gzipped, ${LIMIT} allowed`)
const page = readFileSync(path.join(folder, "index.html"), "utf8")
const problems = [
  scripts > LIMIT && "there is too much JavaScript",
  scripts === 0 && "there is no JavaScript",
  /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i.test(page) && "index.html holds a script or a style of its own",
].filter(Boolean)
if (problems.length) {
  console.error(`storefront: ${problems.join("; ")}`)
  process.exit(1)
}
