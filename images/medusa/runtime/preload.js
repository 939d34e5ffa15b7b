// Loads Medusa's code while the database is still being made.

/** Loads these files, which are what a start loaded when the image was built. */
async function preload(directory, files) {
  // First the feature flags: modules look at them when they are loaded.
  const { initializeContainer } = require("@medusajs/medusa/loaders/index")
  await initializeContainer(directory, { skipDbConnection: true })
  for (const file of files) require(file)
}

module.exports = { preload }
