// How grave a line is, where the line itself says so. A line that only sounds bad is not called an error.
export type Level = "error" | "warning" | "info"

const WORDS: Record<string, Level> = {
  emerg: "error",
  emergency: "error",
  panic: "error",
  fatal: "error",
  "fatal error": "error",
  "parse error": "error",
  "recoverable fatal error": "error",
  alert: "error",
  critical: "error",
  crit: "error",
  error: "error",
  err: "error",
  warning: "warning",
  warn: "warning",
  deprecated: "warning",
  notice: "info",
  note: "info",
  system: "info",
  info: "info",
  log: "info",
  http: "info",
  debug: "info",
  trace: "info",
}
const NAMES = "emerg|panic|fatal|alert|crit(?:ical)?|error|err|warn(?:ing)?|notice|note|system|info|debug|trace"
// Numbers of pino and bunyan.
const NUMBERED = [
  { from: 50, level: "error" },
  { from: 40, level: "warning" },
  { from: 10, level: "info" },
] as const

const JSON_LEVEL = /"(?:level|severity|lvl)"\s*:\s*"?(\w+)"?/
// [error], [php:error], [Warning]: Apache, nginx, MariaDB.
const BRACKETS = new RegExp(`\\[(?:[\\w-]+:)?(${NAMES})\\]`, "i")
const PHP = /\bPHP (Fatal error|Parse error|Recoverable fatal error|Warning|Notice|Deprecated):/
// "error:   text" at the beginning: what loggers of Node.js write.
const FIRST = new RegExp(`^\\s*(${NAMES}|http)\\s*:`, "i")
// "… ERROR:  text" anywhere before the text: PostgreSQL.
const CAPITALS = /(?:^|\s)(PANIC|FATAL|ERROR|WARNING|NOTICE|INFO|LOG|DEBUG\d?):\s/
const THROWN = /^\s*(?:Uncaught |Unhandled )?(?:[A-Z]\w*)?(?:Error|Exception)(?: \[\w+\])?: /

/** The level that a line says it has; none: it says nothing of the kind. */
export function levelOf(text: string): Level | null {
  if (/^\s*\{/.test(text)) return ofWord(JSON_LEVEL.exec(text)?.[1])
  // What is quoted is somebody else's: an address that a visitor asked for, say.
  const own = text.split('"', 1)[0] ?? ""
  for (const pattern of [PHP, BRACKETS, FIRST, CAPITALS]) {
    const found = pattern.exec(own)?.[1]
    if (found) return ofWord(found)
  }
  return THROWN.test(own) ? "error" : null
}

function ofWord(word: string | undefined): Level | null {
  if (!word) return null
  const number = Number(word)
  if (!Number.isNaN(number)) return NUMBERED.find(({ from }) => number >= from)?.level ?? null
  return WORDS[word.toLowerCase().replace(/\d$/, "")] ?? null
}
