import { Button, Group, Modal, Stack } from "@mantine/core"
import type { ReactNode } from "react"
import { FailureLine } from "./Failure"

type Props = {
  opened: boolean
  onClose: () => void
  /** What will be done, and to what: it names it. */
  title: string
  /** What the button says that does it, and the one that does not. */
  verb: string
  keep: string
  busy: boolean
  error: unknown
  onConfirm: () => void
  children: ReactNode
}

/** Asks before something is done that cannot be undone, but that needs no typed name. */
export function ConfirmDialog({ opened, onClose, title, verb, keep, busy, error, onConfirm, children }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={<span className="free-text">{title}</span>}>
      <Stack>
        <div className="free-text">{children}</div>
        <FailureLine error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {keep}
          </Button>
          <Button color="red" onClick={onConfirm} loading={busy}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
