import { Button, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { useNavigate } from "react-router"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { useRemoveTarget } from "./queries"

/** Removes a target, once that is confirmed, and leads back to the others. */
export function RemoveTarget({ id, title }: { id: string; title: string }) {
  const remove = useRemoveTarget(id)
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
        title={`Remove the target ${title}?`}
        verb="Remove the target"
        keep="Keep it"
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate("/notices") })}
      >
        <Text size="sm">It is told nothing any more, also of what waits. What it was told is forgotten.</Text>
      </ConfirmDialog>
    </>
  )
}
