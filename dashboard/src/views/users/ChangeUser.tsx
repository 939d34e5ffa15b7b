import { Button, Group, Modal, Stack, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { FailureLine } from "../../parts/Failure"
import { besides, ruleOf } from "../../parts/fields"
import { differences } from "./differences"
import { type User, useChangeUser } from "./queries"
import { RoleAndLimit } from "./RoleAndLimit"

/** Changes a user's name, role and limit. Only what is different is sent: what somebody else changes meanwhile stays. */
export function ChangeUser({ user, onClose }: { user: User; onClose: () => void }) {
  const change = useChangeUser()
  const [name, setName] = useState(user.name)
  const [allowed, setAllowed] = useState({ role: user.role, store_limit: user.store_limit })
  const wanted = differences(user, { name: name.trim(), ...allowed })
  const same = Object.keys(wanted).length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (same) onClose()
    else change.mutate({ id: user.id, change: wanted }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={<span className="free-text">Change {user.name || user.id}</span>}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
            maxLength={100}
            required
            data-autofocus
            error={ruleOf(change.error, "name")}
          />
          <RoleAndLimit value={allowed} onChange={setAllowed} error={change.error} />
          <FailureLine error={besides(change.error, "name", "role", "store_limit")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
            <Button type="submit" loading={change.isPending}>
              {same ? "Nothing is different" : "Change"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
