import { Anchor, Stack, Text, Title } from "@mantine/core"
import { Link } from "react-router"
import { useTitle } from "../parts/use-title"

/** What an address shows that no view has. */
export function NotFound() {
  useTitle("Not found")
  return (
    <Stack align="flex-start">
      <Title order={1}>There is nothing here</Title>
      <Text>This address belongs to no view. It may have been typed wrong, or what it showed is gone.</Text>
      <Anchor component={Link} to="/">
        To the stores
      </Anchor>
    </Stack>
  )
}
