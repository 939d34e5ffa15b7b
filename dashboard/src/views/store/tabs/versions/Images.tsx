import { Button, Code, Collapse, Stack, Text } from "@mantine/core"
import { useDisclosure, useId } from "@mantine/hooks"
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react"
import type { ChangedImage } from "./words"

/** The images of a version, behind a button: they are long, and few ask for them. */
export function Images({ images }: { images: readonly ChangedImage[] }) {
  const [opened, { toggle }] = useDisclosure()
  const id = useId()
  const changed = images.filter(({ before, after }) => before !== after).length
  const Icon = opened ? IconChevronDown : IconChevronRight
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Icon size={16} aria-hidden />}
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={id}
      >
        {changed > 0 ? `Images: ${changed} of ${images.length} change` : `Images: ${images.length}`}
      </Button>
      <Collapse expanded={opened} id={id}>
        <Stack gap="xs" pt="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {images.map(({ part, before, after }) => (
            <li key={part}>
              <Text size="sm" fw={600}>
                {part}
              </Text>
              {before !== after && <Image label="before" image={before || "none"} />}
              <Image label={before === after ? "" : "after"} image={after || "none"} />
            </li>
          ))}
        </Stack>
      </Collapse>
    </div>
  )
}

function Image({ label, image }: { label: string; image: string }) {
  return (
    <Text size="xs" className="free-text">
      {label && `${label}: `}
      <Code fz="xs">{image}</Code>
    </Text>
  )
}
