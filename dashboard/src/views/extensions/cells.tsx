import { Badge, Text } from "@mantine/core"
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

function Update({ version }: { version: string | null }) {
  if (version === null) return null
  return (
    <Badge color="blue" leftSection={<IconArrowUp size={12} aria-hidden />} maw="100%">
      {version}
    </Badge>
  )
}

/** The columns that are the same of one store and of all. */
export const VERSION: Column<Extension> = {
  head: "Version",
  cell: ({ version }) => <span className="free-text">{version || "not told"}</span>,
}
export const UPDATE: Column<Extension> = { head: "Update", cell: ({ update }) => <Update version={update} /> }
