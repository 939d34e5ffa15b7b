// Loads the shop's code as the image's build recorded it: where each require() leads, all sources in one file, and V8's compiled
// code of the functions that a start and an order used. Node by itself looks for 6,000 files and compiles them at each start.
// What was not recorded, or does not fit this Node, is loaded as usual.
const { readFileSync, writeFileSync } = require("node:fs")
const Module = require("node:module")
const path = require("node:path")
const vm = require("node:vm")

const INDEX = path.join(__dirname, "modules.json")
const DATA = path.join(__dirname, "modules.bin")
const OURS = __dirname + path.sep
const usual = { resolve: Module._resolveFilename, compile: Module.prototype._compile, load: Module._extensions[".js"] }

/** The function that a file's code becomes. `cachedData` is V8's own check as well: it refuses what does not fit. */
const script = (source, filename, cachedData) =>
  new vm.Script(Module.wrap(source), {
    filename,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })

function requireOf(module) {
  const require = (id) => module.require(id)
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options)
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module)
  require.main = process.mainModule
  require.extensions = Module._extensions
  require.cache = Module._cache
  return require
}

/** Code that V8 refused is compiled anew: the shop starts, only later. Said once, since it should not be. */
function warn() {
  warn = () => {}
  console.warn(JSON.stringify({ level: "warn", message: "storeyard: the recorded code does not fit this Node" }))
}

function run(compiled, module, filename) {
  if (compiled.cachedDataRejected) warn()
  const start = compiled.runInThisContext({ displayErrors: true })
  return start.call(module.exports, module.exports, requireOf(module), module, filename, path.dirname(filename))
}

const folder = (parent) => (parent?.filename ? path.dirname(parent.filename) : "")

/** Makes require() use what was recorded; returns those files in the order in which they were loaded. */
function use() {
  let index, data
  try {
    index = JSON.parse(readFileSync(INDEX, "utf8"))
    data = readFileSync(DATA)
  } catch {
    return [] // while the image is built
  }
  const pieces = new Map(index.files.map(([name, ...piece]) => [OURS + name, piece]))
  const names = [...pieces.keys()]
  const leads = new Map(Object.entries(index.requires).map(([name, leads]) => [path.join(OURS, name), leads]))

  Module._resolveFilename = function (request, parent, isMain, options) {
    if (options) return usual.resolve.call(this, request, parent, isMain, options)
    if (pieces.has(request)) return request // preload.js asks for files by name
    const known = leads.get(folder(parent))?.[request]
    return known === undefined ? usual.resolve.call(this, request, parent, isMain) : names[known]
  }
  Module._extensions[".js"] = function (module, filename) {
    const piece = pieces.get(filename)
    if (!piece) return usual.load.call(this, module, filename)
    const [offset, source, compiled] = piece
    const end = offset + source
    run(script(data.toString("utf8", offset, end), filename, compiled ? data.subarray(end, end + compiled) : undefined), module, filename)
  }
  return names
}

/** Lets go of what was recorded, once all of it is loaded: some 30 MB that a shop would keep for nothing. */
function forget() {
  if (Module.prototype._compile !== usual.compile) return // it still records
  Module._resolveFilename = usual.resolve
  Module._extensions[".js"] = usual.load
}

const recorded = { scripts: new Map(), requires: new Map() }

/** Begins to record. Everything is loaded by way of scripts that can later tell their compiled code. */
function record() {
  Module._resolveFilename = function (request, parent, isMain, options) {
    const filename = usual.resolve.call(this, request, parent, isMain, options)
    if (!options && folder(parent).startsWith(__dirname)) recorded.requires.set(`${folder(parent)}\0${request}`, filename)
    return filename
  }
  Module.prototype._compile = function (content, filename, format) {
    if (format === "module" || !filename.startsWith(OURS)) return usual.compile.call(this, content, filename, format)
    let compiled
    try {
      compiled = script(content, filename)
    } catch {
      return usual.compile.call(this, content, filename, format) // an ES module in a file that does not say so
    }
    recorded.scripts.set(filename, { source: content, compiled })
    return run(compiled, this, filename)
  }
}

/** Writes what was recorded. */
function write() {
  const files = []
  const numbers = new Map()
  const parts = []
  let offset = 0
  for (const [filename, { source, compiled }] of recorded.scripts) {
    // Node forgets for compiled code from a cache what import() is to do there.
    const [text, code] = [Buffer.from(source), /\bimport\s*\(/.test(source) ? Buffer.alloc(0) : compiled.createCachedData()]
    numbers.set(filename, files.length)
    files.push([filename.slice(OURS.length), offset, text.length, code.length])
    parts.push(text, code)
    offset += text.length + code.length
  }
  const requires = {}
  for (const [key, filename] of recorded.requires) {
    const [from, request] = key.split("\0")
    const leads = (requires[path.relative(__dirname, from)] ??= {})
    if (numbers.has(filename)) leads[request] = numbers.get(filename)
  }
  writeFileSync(DATA, Buffer.concat(parts))
  writeFileSync(INDEX, JSON.stringify({ files, requires }))
}

module.exports = { use, forget, record, write }
