import { Button, Modal, Stack, Text } from "@mantine/core"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { newPassword } from "../../parts/password"
import { ShownOnce } from "../../parts/ShownOnce"
import { type User, useResetPassword } from "./queries"

/** Gives a user another password, made here and shown once. */
export function ResetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const reset = useResetPassword()
  const name = user.name || user.id
  if (!reset.isSuccess) {
    return (
      <ConfirmDialog
        opened
        onClose={onClose}
        title={`Reset the password of ${name}?`}
        verb="Reset the password"
        keep="Keep it"
        busy={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate({ id: user.id, password: newPassword() })}
      >
        <Text size="sm">
          {user.email} gets another password, and all their sessions end. Their personal access tokens stay good.
        </Text>
      </ConfirmDialog>
    )
  }
  return (
    <Modal opened onClose={onClose} title="The password is another one now" closeOnClickOutside={false}>
      <Stack>
        <ShownOnce value={reset.variables.password} label={`New password of ${name}`} copy="Copy the password">
          Give it to {name} on a way that others cannot read. They can change it under "My account".
        </ShownOnce>
        <Button onClick={onClose}>I have passed it on</Button>
      </Stack>
    </Modal>
  )
}
