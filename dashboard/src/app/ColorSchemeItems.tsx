import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core"
import { IconCheck } from "@tabler/icons-react"

const SCHEMES: ReadonlyArray<{ value: MantineColorScheme; label: string }> = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "As the system" },
]

/** The choice of light or dark, as items of a menu. Kept by the browser. */
export function ColorSchemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Menu.Label>Colours</Menu.Label>
      {SCHEMES.map(({ value, label }) => (
        <Menu.Item
          key={value}
          onClick={() => setColorScheme(value)}
          rightSection={colorScheme === value ? <IconCheck size={16} aria-label="chosen" /> : undefined}
        >
          {label}
        </Menu.Item>
      ))}
    </>
  )
}
