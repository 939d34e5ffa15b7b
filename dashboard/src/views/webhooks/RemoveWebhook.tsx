import { Button, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { useNavigate } from "react-router"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { useRemoveWebhook } from "./queries"

/** Removes a webhook, once that is confirmed, and leads back to the others. */
export function RemoveWebhook({ id, url }: { id: string; url: string }) {
  const remove = useRemoveWebhook(id)
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
        title={`Remove the webhook ${url}?`}
        verb="Remove the webhook"
        keep="Keep it"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/webhooks") })}
      >
        <Text size="sm">It is told nothing any more, also of what waits. What was sent to it is forgotten.</Text>
      </ConfirmDialog>
    </>
  )
}
