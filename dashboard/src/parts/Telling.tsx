import { Alert, Button, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconAlertTriangle } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { useNavigate } from "react-router"
import { ConfirmDialog } from "./ConfirmDialog"
import { FailureLine } from "./Failure"

// What a webhook and a target of notices have in common: they are told of stores, or of nothing, until they are removed.

type Asked = { isPending: boolean; error: unknown }
type Change = Asked & { mutate: (body: { enabled: boolean }) => void }

/** Says why it is told nothing, with the button that changes that. */
export function ToldNothing({ change, children }: { change: Change; children: ReactNode }) {
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="It is told nothing">
      <Text size="sm" mb="sm" className="free-text">
        {children}
      </Text>
      <Button size="xs" variant="default" onClick={() => change.mutate({ enabled: true })} loading={change.isPending}>
        Enable it
      </Button>
      <FailureLine error={change.error} />
    </Alert>
  )
}

/** Has it told nothing from now on. */
export function Disable({ change }: { change: Change }) {
  return (
    <div>
      <Button size="xs" variant="default" onClick={() => change.mutate({ enabled: false })} loading={change.isPending}>
        Disable it
      </Button>
      <FailureLine error={change.error} />
    </div>
  )
}

type Removed = {
  /** What it is, and which one. */
  what: string
  title: string
  /** Where the others are. */
  others: string
  remove: Asked & { mutate: (body: undefined, options: { onSuccess: () => void }) => void }
  children: ReactNode
}

/** Removes it, once that is confirmed, and leads back to the others. */
export function RemoveTold({ what, title, others, remove, children }: Removed) {
  const navigate = useNavigate()
  const [opened, dialog] = useDisclosure()
  return (
    <>
      <Button color="red" variant="outline" onClick={dialog.open}>
        Remove
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={`Remove the ${what} ${title}?`}
        verb={`Remove the ${what}`}
        keep="Keep it"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate(others) })}
      >
        <Text size="sm">It is told nothing any more, also of what waits. {children}</Text>
      </ConfirmDialog>
    </>
  )
}
