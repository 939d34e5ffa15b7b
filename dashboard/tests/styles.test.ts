import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"

const read = (name: string) => readFileSync(join(import.meta.dirname, "../src", name), "utf8")
const sources = readdirSync(join(import.meta.dirname, "../src"), { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"),
)

const imported = new Set(
  [...read("app/styles.ts").matchAll(/@mantine\/core\/styles\/(\w+)\.css/g)].map((match) => match[1] ?? ""),
)
const inLibrary = new Set(
  readdirSync(join(import.meta.dirname, "../node_modules/@mantine/core/styles"))
    .filter((name) => !name.includes(".layer."))
    .map((name) => name.replace(".css", "")),
)
// Components whose styles are those of others.
const MADE_OF: Record<string, string[]> = {
  Select: ["Combobox", "Input"],
  Autocomplete: ["Combobox", "Input"],
  TextInput: ["Input"],
  Textarea: ["Input"],
  NativeSelect: ["Input"],
  SegmentedControl: ["SegmentedControl", "FloatingIndicator"],
}

function used(): string[] {
  const names = sources.flatMap((name) =>
    [...read(name).matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap((match) =>
      (match[1] ?? "").split(",").map((part) => part.trim()),
    ),
  )
  // What is a part of another, like Radio.Card, may have styles of its own.
  const parts = sources.flatMap((name) =>
    [...read(name).matchAll(/<(\w+)\.(\w+)/g)].map(([, of, part]) => `${of}${part}`),
  )
  return [...new Set([...names, ...parts])]
    .flatMap((name) => MADE_OF[name] ?? [name])
    .filter((name) => inLibrary.has(name))
}

it("has the styles of every component of the library that is used", () => {
  expect(used().filter((name) => !imported.has(name))).toEqual([])
})

it("has no literal colour: light and dark come from the theme", () => {
  const literal = sources.filter((name) => /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i.test(read(name)))
  expect(literal).toEqual([])
})
