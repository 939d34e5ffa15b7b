import { Center, Paper, Stack, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { Brand } from "../../app/Layout"
import { useTitle } from "../../parts/use-title"

/** The frame of the two views that are there before anybody is signed in. */
export function Frame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title)
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400}>
        <Brand />
        <Paper withBorder p="lg" shadow="xs">
          <Title order={1} size="h3" mb="md">
            {title}
          </Title>
          {children}
        </Paper>
      </Stack>
    </Center>
  )
}
