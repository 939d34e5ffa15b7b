import { Button, Center, Group, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { enginesQuery } from "../../api/queries"
import { EnginePicture } from "../../parts/EnginePicture"
import { span } from "../../parts/time"

/** Where there is no store yet: what one is, what it takes, and the way to it. */
export function FirstStore() {
  const engines = (useQuery(enginesQuery).data?.items ?? []).filter(({ available }) => available)
  const times = engines.flatMap(({ title, expected_seconds: seconds }) =>
    seconds === null ? [] : [`${title} ${span(seconds)}`],
  )
  return (
    <Center py="xl">
      <Stack align="center" gap="md" maw={520}>
        <Group gap="sm" mih={56}>
          {engines.map(({ name, title }) => (
            <EnginePicture key={name} name={name} title={title} />
          ))}
        </Group>
        <Title order={2} size="h3" ta="center">
          Make your first store
        </Title>
        <Text ta="center">
          A store is a shop of its own: with an address, an admin and sample products. It takes a name; the rest is
          proposed. A test order proves it before you see it.
        </Text>
        {times.length > 0 && (
          <Text size="sm" c="dimmed" ta="center">
            Usually ready after: {times.join(", ")}.
          </Text>
        )}
        <Button component={Link} to="/new" size="md">
          Make a store
        </Button>
      </Stack>
    </Center>
  )
}
