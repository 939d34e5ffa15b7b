import { describe, expect, it } from "vitest"
import type { Line } from "../src/api/log-feed"
import { isAtEnd } from "../src/views/store/tabs/logs/at-end"
import { levelOf } from "../src/views/store/tabs/logs/level"
import { asText, colourOf, pieces, shortPod, wantedLines } from "../src/views/store/tabs/logs/lines"

const line = (number: number, text: string, more: Partial<Line> = {}): Line => ({
  number,
  text,
  at: "2026-01-01T00:00:00Z",
  pod: "web-6d5-x1",
  component: "web",
  container: "web",
  ...more,
})

describe("the level of a line", () => {
  it.each([
    ['{"level":"error","msg":"gone"}', "error"],
    ['{"level":40,"msg":"slow"}', "warning"],
    ['{"level":"http","message":"GET /error"}', "info"],
    ["[Mon Jan 01 00:00:00.0 2026] [php:error] [pid 7] PHP Fatal error:  Uncaught", "error"],
    ["2026/01/01 00:00:00 [warn] 7#7: *1 upstream", "warning"],
    ["[01-Jan-2026 00:00:00 UTC] PHP Deprecated:  Creation of dynamic property", "warning"],
    ["2026-01-01  0:00:00 0 [Note] mariadbd: ready for connections.", "info"],
    ["2026-01-01 00:00:00.000 UTC [41] ERROR:  relation does not exist", "error"],
    ["2026-01-01 00:00:00.000 UTC [41] LOG:  checkpoint starting", "info"],
    ["warn:    Local Event Bus installed", "warning"],
    ["TypeError: Cannot read properties of undefined", "error"],
  ])("is what it says: %s", (text, level) => {
    expect(levelOf(text)).toBe(level)
  })

  it.each([
    '10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET /?q=[error] HTTP/1.1" 200 12 "-" "curl"',
    '10.0.0.1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1" 500 12 "-" "curl"',
    "an error was not found",
    "    at Object.<anonymous> (/app/errors.js:3:1)",
    '{"message":"level: error"}',
    "",
  ])("is none where it says none: %s", (text) => {
    expect(levelOf(text)).toBeNull()
  })
})

describe("the lines that are shown", () => {
  const lines = [line(0, "error: Lost the database"), line(1, "warn: slow"), line(2, "info: ok"), line(3, "plain")]
  const found = (q: string, level: string) => wantedLines(lines, { q, level }).map(({ number }) => number)

  it("are all, those that have the text, and those that are at least as grave", () => {
    expect(found("", "")).toEqual([0, 1, 2, 3])
    expect(found("DATABASE", "")).toEqual([0])
    expect(found("", "error")).toEqual([0])
    expect(found("", "warning")).toEqual([0, 1])
    expect(found("slow", "error")).toEqual([])
  })

  it("are written to a file with whole names and exact times", () => {
    expect(asText(lines.slice(3))).toBe("2026-01-01T00:00:00Z web-6d5-x1/web plain\n")
  })

  it("mark what is searched for, each time, and lose no letter", () => {
    expect(pieces("Ab ab", "AB")).toEqual([
      { text: "Ab", found: true },
      { text: " ", found: false },
      { text: "ab", found: true },
    ])
    expect(pieces("<b>&", "b")).toHaveLength(3)
    for (const text of ["İstanbul ist", "straße", "a.b*c"]) {
      expect(
        pieces(text, "st")
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text)
    }
  })

  it("name a pod shortly, and its container where it has another name", () => {
    expect(shortPod(line(0, ""))).toBe("web-x1")
    expect(shortPod(line(0, "", { container: "wait" }))).toBe("web-x1/wait")
    expect(shortPod(line(0, "", { component: "" }))).toBe("web-6d5-x1")
  })

  it("give a pod the colour that it had when others come", () => {
    expect(colourOf("b", ["a", "b"])).toBe(colourOf("b", ["a", "b", "c", "d"]))
    expect(colourOf("a", ["a", "b"])).not.toBe(colourOf("b", ["a", "b"]))
  })
})

describe("the end of a log", () => {
  const place = (top: number, height = 1000) => ({ top, height, window: 400 })

  it("is left by who moves up, and found again by who moves down", () => {
    expect(isAtEnd({ top: 600, atEnd: true }, place(500))).toBe(false)
    expect(isAtEnd({ top: 500, atEnd: false }, place(550))).toBe(false)
    expect(isAtEnd({ top: 500, atEnd: false }, place(590))).toBe(true)
  })

  it("is not left because more has come", () => {
    expect(isAtEnd({ top: 600, atEnd: true }, place(600, 1300))).toBe(true)
    expect(isAtEnd({ top: 600, atEnd: true }, place(650, 1300))).toBe(true)
  })
})
