import { Alert, Code, Group, Stack } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { CopyButton } from "./CopyButton"

type Props = { value: string; label: string; copy: string; children: ReactNode }

/** A secret that is shown this once: the secret, the button that copies it, and what to do with it. */
export function ShownOnce({ value, label, copy, children }: Props) {
  return (
    <Stack gap="sm">
      <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="Shown this once">
        {children}
      </Alert>
      <Code block tabIndex={0} role="group" aria-label={label} className="free-text" style={{ whiteSpace: "pre-wrap" }}>
        {value}
      </Code>
      <Group>
        <CopyButton value={value} label={copy} />
      </Group>
    </Stack>
  )
}
