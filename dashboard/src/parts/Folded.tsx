import { Button, Collapse, Group } from "@mantine/core"
import { useDisclosure, useId, useMediaQuery } from "@mantine/hooks"
import { IconFilter } from "@tabler/icons-react"
import type { ReactNode } from "react"
import classes from "./Folded.module.css"

type Props = {
  /** How many of the filters are set: said where they cannot be seen. */
  active: number
  children: ReactNode
}

/** Filters. Where the window is narrow they stand behind a button, so that what is filtered can be seen. */
export function Folded({ active, children }: Props) {
  const narrow = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false }) ?? false
  const [opened, { toggle }] = useDisclosure()
  const id = useId()
  if (!narrow) return children
  return (
    <div className={classes.narrow}>
      <Button
        variant="default"
        leftSection={<IconFilter size={16} aria-hidden />}
        onClick={toggle}
        aria-expanded={opened}
        aria-controls={id}
      >
        {active > 0 ? `Filters: ${active} set` : "Filters"}
      </Button>
      <Collapse expanded={opened} id={id}>
        <Group gap="xs" pt="xs" className={classes.fields}>
          {children}
        </Group>
      </Collapse>
    </div>
  )
}
