// Writes src/api/schema.d.ts from the platform's own description of its API; --check says whether it is as it should be.
import { readFile, writeFile } from "node:fs/promises"
import openapiTS, { astToString } from "openapi-typescript"

const DESCRIPTION = new URL("../../docs/openapi.json", import.meta.url)
const TYPES = new URL("../src/api/schema.d.ts", import.meta.url)
const HEAD = "// Made from docs/openapi.json by `pnpm types`; never by hand.\n"

const wanted = HEAD + astToString(await openapiTS(DESCRIPTION, { alphabetize: true }))
if (process.argv.includes("--check")) {
  const found = await readFile(TYPES, "utf8").catch(() => "")
  if (found !== wanted) {
    console.error("dashboard/src/api/schema.d.ts does not match docs/openapi.json: run `pnpm types` in dashboard/.")
    process.exit(1)
  }
} else {
  await writeFile(TYPES, wanted)
}
