import { Button, Group, Modal, Stack, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { FailureLine } from "../../parts/Failure"
import { ShownOnce } from "../../parts/ShownOnce"
import { useRotate } from "./queries"

/** Gives a webhook a new secret, shown once. */
export function RotateSecret({ id }: { id: string }) {
  const rotate = useRotate(id)
  const [opened, dialog] = useDisclosure()
  const close = () => {
    rotate.reset()
    dialog.close()
  }
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        New secret
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={rotate.isSuccess ? "The secret is made" : "Make a new secret?"}
        closeOnClickOutside={!rotate.isSuccess}
      >
        {rotate.isSuccess ? (
          <Stack>
            <ShownOnce value={rotate.data.secret} label="Secret" copy="Copy the secret">
              Give it to the receiver within 24 hours: until then the one before signs too.
            </ShownOnce>
            <Button onClick={close}>I have kept it</Button>
          </Stack>
        ) : (
          <Stack>
            <Text size="sm">
              For 24 hours what is sent has two signatures: by the new secret and by the one before.
            </Text>
            <FailureLine error={rotate.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={close} data-autofocus>
                Keep the secret
              </Button>
              <Button onClick={() => rotate.mutate(undefined)} loading={rotate.isPending}>
                Make a new secret
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
