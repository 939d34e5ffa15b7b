import { expect, test } from "vitest"
import { BLACK, contrast, DEFAULT_COLOUR, inkOn, isColour, readableOn, WHITE } from "../src/colour"

// Every mixture of five levels of red, green and blue: the corners, and the middle greys that are hardest.
const levels = ["00", "40", "77", "bb", "ff"]
const colours = levels.flatMap((red) => levels.flatMap((green) => levels.map((blue) => `#${red}${green}${blue}`)))

test("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21)
  expect(contrast("#ffffff", "#767676")).toBeCloseTo(4.54, 2)
  expect(contrast("#123456", "#123456")).toBe(1)
})

test("text on any colour is readable", () => {
  for (const colour of colours) expect(contrast(inkOn(colour), colour), colour).toBeGreaterThanOrEqual(4.5)
})

test("light colours get dark text, dark ones light text", () => {
  expect([inkOn("#ffe100"), inkOn("#1f5f54"), inkOn(DEFAULT_COLOUR)]).toEqual([BLACK, WHITE, WHITE])
})

test.each(["#f3f1ec", "#26292d"])("any colour becomes readable on %s", (ground) => {
  for (const colour of colours) expect(contrast(readableOn(colour, ground), ground), colour).toBeGreaterThanOrEqual(4.5)
})

test("a colour that is readable already stays as it is", () => {
  expect(readableOn("#1f5f54", "#f3f1ec")).toBe("#1f5f54")
})

test.each([["#a1B2c3", true], ["#abc", false], ["red", false], ["#12345g", false], [undefined, false], ["#1234567", false]])(
  "%s is a colour: %s",
  (value, good) => expect(isColour(value)).toBe(good),
)
