import { Group, Stack, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { useTitle } from "./use-title"

type Props = { title: string; shown?: ReactNode; actions?: ReactNode; children: ReactNode }

/** A view: its heading, what can be done there, and its content. `shown`: what stands as heading in place of the title. */
export function Page({ title, shown, actions, children }: Props) {
  useTitle(title)
  return (
    <Stack gap="lg" maw={1200}>
      <Group justify="space-between" align="center" gap="sm">
        <Title order={1} size="h2" className="free-text">
          {shown ?? title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
