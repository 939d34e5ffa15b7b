/** What safe mode means, wherever it is said. */
export const SAFE_MODE =
  "The shop runs without the plugins and the theme that its owner installed, so that a broken one can be mended."
