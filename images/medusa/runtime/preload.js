// Loads Medusa's code while the database is still being made. The list is what a start loaded when the image was built.
const { readFileSync, writeFileSync } = require("node:fs")
const path = require("node:path")

const LIST = path.join(__dirname, "preload.json")

async function preload(directory) {
  // First the feature flags: modules look at them when they are loaded.
  const { initializeContainer } = require("@medusajs/medusa/loaders/index")
  await initializeContainer(directory, { skipDbConnection: true })
  for (const file of list()) require(file)
}

function list() {
  return JSON.parse(readFileSync(LIST, "utf8") || "[]") // empty while the image is built
}

/** Writes the list: every file of ours loaded so far, in the order of loading. */
function record() {
  const files = Object.keys(require.cache).filter((file) => file.startsWith(__dirname + path.sep))
  writeFileSync(LIST, JSON.stringify(files))
}

module.exports = { preload, record }
