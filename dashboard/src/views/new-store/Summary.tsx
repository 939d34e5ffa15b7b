import { List, Paper, Stack, Text, Title } from "@mantine/core"
import type { ReactNode } from "react"
import { type Expected, usually } from "./outlook"

type Props = { lead: ReactNode; steps: readonly string[]; expected: Expected; place: string; children: ReactNode }

/** What will happen when the button is pressed, the honest time of it, and the button. */
export function Summary({ lead, steps, expected, place, children }: Props) {
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="what-happens">
      <Stack gap="sm">
        <Title order={2} size="h5" id="what-happens">
          What will happen
        </Title>
        <Text size="sm" className="free-text">
          {lead}
        </Text>
        {steps.length > 0 && (
          <List type="ordered" size="sm" spacing={2} withPadding={false}>
            {steps.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        )}
        <Text size="sm" className="tabular">
          {usually(expected)}
        </Text>
        {place && <Text size="sm">{place}</Text>}
        {children}
      </Stack>
    </Paper>
  )
}
