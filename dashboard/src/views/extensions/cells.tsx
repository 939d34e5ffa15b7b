import { Badge, Group, Text } from "@mantine/core"
import { IconArrowUp } from "@tabler/icons-react"
import type { Column } from "../../parts/Rows"
import type { Extension } from "./queries"

/** What it is called, and by which name it is searched for. */
export function Names({ extension: { name, slug } }: { extension: Extension }) {
  return (
    <>
      <span className="free-text">{name}</span>
      {name !== slug && (
        <Text size="xs" c="dimmed" fw={400} className="free-text">
          {slug}
        </Text>
      )}
    </>
  )
}

/** The version, and the one that it could be updated to. */
export const VERSION: Column<Extension> = {
  head: "Version",
  cell: ({ version, update }) => (
    <Group gap="xs" component="span" display="inline-flex">
      <span className="free-text">{version || "not told"}</span>
      {update !== null && (
        <Badge color="blue" leftSection={<IconArrowUp size={12} aria-hidden />} maw="100%">
          {update} is offered
        </Badge>
      )}
    </Group>
  ),
}
