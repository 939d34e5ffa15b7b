import { ConfirmDialog } from "../../../../parts/ConfirmDialog"
import { bytes, full } from "../../../../parts/time"
import { useDelete } from "./actions"
import type { Backup } from "./queries"
import { countsOf } from "./words"

/** A backup that is deleted cannot be had again. */
export function DeleteDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const remove = useDelete()
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Delete the backup of ${full(backup.made_at)}`}
      verb="Delete the backup"
      keep="Keep it"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(backup, { onSuccess: onClose })}
    >
      It cannot be had again. In it: {countsOf(backup.counts)}, {bytes(backup.size)}
      {backup.status === "proven" && "; it is proven"}. The shop stays as it is.
    </ConfirmDialog>
  )
}
