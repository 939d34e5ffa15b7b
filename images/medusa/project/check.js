// check.js FOLDER: says why a project cannot be built here, in one sentence, or prints nothing.
const { existsSync, readdirSync, readFileSync } = require("node:fs")
const path = require("node:path")

const OURS = JSON.parse(readFileSync(path.join(__dirname, "base.json"), "utf8")).dependencies
const SAME = ["@medusajs/cli", "@medusajs/framework", "@medusajs/medusa"]
// Below these the storefront answers nothing (src/storefront/routes.ts).
const PATHS = ["admin", "auth", "hooks", "store"]

function refusal(folder) {
  const has = (name) => existsSync(path.join(folder, name))
  if (!has("package.json")) return "the project has no package.json"
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"))
  for (const name of SAME) {
    const version = dependencies[name] ?? devDependencies[name]
    if (version !== OURS[name]) return `package.json must have ${name} ${OURS[name]}, the version that this base is for, and not ${version ?? "none"}`
  }
  if (has("yarn.lock") && !has("package-lock.json") && !has("pnpm-lock.yaml")) {
    return "yarn.lock is not read here: make a package-lock.json or a pnpm-lock.yaml, or leave it out"
  }
  return ""
}

function refusalOfSources(folder) {
  const has = (name) => existsSync(path.join(folder, name))
  for (const name of ["medusa-config.ts", "tsconfig.json"]) if (!has(name)) return `the project has no ${name}`
  for (const name of ["storeyard", "project-config.ts"]) if (has(name)) return `${name} is a name that this base needs: call the project's another`
  if (has("storefront") && !has("storefront/index.html")) return "storefront has no index.html: it is the storefront as it is served, built"
  const api = path.join(folder, "src/api")
  const folders = existsSync(api) ? readdirSync(api, { withFileTypes: true }).filter((each) => each.isDirectory()) : []
  const other = folders.find(({ name }) => !PATHS.includes(name))
  return other ? `src/api/${other.name} cannot be reached: routes of a project lie below ${PATHS.join(", ")}` : ""
}

const [folder, what] = process.argv.slice(2)
const said = what === "sources" ? refusalOfSources(folder) : refusal(folder)
if (said) {
  console.error(`storeyard-build: ${said}.`)
  process.exit(1)
}
