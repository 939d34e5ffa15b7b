import { Group, Kbd, Modal, Stack, Text } from "@mantine/core"
import { useEffect } from "react"
import { type NavigateFunction, useNavigate } from "react-router"

const JUMPS: Record<string, { to: string; label: string }> = {
  s: { to: "/", label: "Stores" },
  n: { to: "/new", label: "New store" },
  r: { to: "/orders", label: "Orders" },
  e: { to: "/extensions", label: "Extensions" },
  o: { to: "/operations", label: "Operations" },
  a: { to: "/activity", label: "Activity" },
  w: { to: "/webhooks", label: "Webhooks" },
  t: { to: "/notices", label: "Notices" },
  m: { to: "/stats", label: "Metrics" },
  p: { to: "/platform", label: "Platform" },
}
const PAUSE = 1500 // milliseconds that `g` waits for the second key

/** True where a key is text: it is never taken for a shortcut there. */
function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}

/** Keys of the whole page: `/` searches, `g` and a letter go to a view, `?` shows them all. */
export function useShortcuts(help: () => void): void {
  const navigate = useNavigate()
  useEffect(() => {
    const listen = listener(navigate, help)
    document.addEventListener("keydown", listen)
    return () => document.removeEventListener("keydown", listen)
  }, [navigate, help])
}

function listener(navigate: NavigateFunction, help: () => void): (event: KeyboardEvent) => void {
  let jumpUntil = 0
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    const jump = Date.now() < jumpUntil ? JUMPS[event.key] : undefined
    jumpUntil = 0
    if (jump) void navigate(jump.to)
    else if (event.key === "g") jumpUntil = Date.now() + PAUSE
    else if (event.key === "?") help()
    else if (event.key === "/") {
      const search = document.querySelector<HTMLInputElement>("[data-search]")
      if (search) search.focus()
      else void navigate("/?focus=search")
    } else return
    event.preventDefault()
  }
}

/** The list of all shortcuts. */
export function Shortcuts({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts">
      <Stack gap="xs">
        <Line keys={["/"]} label="Search the stores" />
        {Object.entries(JUMPS).map(([key, { label }]) => (
          <Line key={key} keys={["g", key]} label={label} />
        ))}
        <Line keys={["↓", "↑"]} label="The next store of the list, the one before" />
        <Line keys={["?"]} label="This list" />
        <Line keys={["Esc"]} label="Close a dialog or a menu" />
      </Stack>
    </Modal>
  )
}

function Line({ keys, label }: { keys: readonly string[]; label: string }) {
  return (
    <Group justify="space-between">
      <Text>{label}</Text>
      <Group gap={4}>
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </Group>
    </Group>
  )
}
