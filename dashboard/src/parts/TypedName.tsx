import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core"
import { type FormEvent, type ReactNode, useState } from "react"
import { FailureLine } from "./Failure"

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  /** What has to be typed: the id or the name of what will be gone. */
  name: string
  /** What the button says. */
  verb: string
  busy: boolean
  error: unknown
  onConfirm: () => void
  children: ReactNode
}

/** A dialog for what cannot be undone: it names what goes, and waits for its name to be typed. */
export function TypedName({ opened, onClose, title, name, verb, busy, error, onConfirm, children }: Props) {
  const [typed, setTyped] = useState("")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === name) onConfirm()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack>
          <div>{children}</div>
          <TextInput
            label={
              <>
                Type{" "}
                <Text component="b" className="free-text" inherit>
                  {name}
                </Text>{" "}
                to confirm
              </>
            }
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
          <FailureLine error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Keep it
            </Button>
            <Button type="submit" color="red" disabled={typed !== name} loading={busy}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
