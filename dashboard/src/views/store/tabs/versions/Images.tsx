import { Button, Code, Collapse, Stack, Text } from "@mantine/core"
import { useDisclosure, useId } from "@mantine/hooks"
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react"

/** The image of each part, behind a button: they are long, and few ask for them. */
export function Images({ images }: { images: Readonly<Record<string, string>> }) {
  const [opened, { toggle }] = useDisclosure()
  const id = useId()
  const parts = Object.entries(images)
  const Icon = opened ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        px={0}
        leftSection={<Icon size={16} aria-hidden />}
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={id}
      >
        {parts.length} {parts.length === 1 ? "image" : "images"}
      </Button>
      <Collapse expanded={opened} id={id}>
        <Stack gap={4} pt="xs" component="ul" className="plain-list">
          {parts.map(([part, image]) => (
            <Text key={part} component="li" size="sm" className="free-text">
              {part}: <Code fz="xs">{image}</Code>
            </Text>
          ))}
        </Stack>
      </Collapse>
    </div>
  )
}
