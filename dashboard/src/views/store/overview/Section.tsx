import { Group, Paper, Title } from "@mantine/core"
import { type ReactNode, useId } from "react"

/** One part of the page, with its heading. `id`: where a link goes to. */
export function Section({
  title,
  id,
  aside,
  children,
}: {
  title: string
  id?: string
  aside?: ReactNode
  children: ReactNode
}) {
  const heading = useId()
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      aria-labelledby={heading}
      id={id}
      style={{ scrollMarginTop: 72, minWidth: 0 }}
    >
      <Group justify="space-between" mb="sm" gap="xs">
        <Title order={2} size="h4" id={heading}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </Paper>
  )
}
