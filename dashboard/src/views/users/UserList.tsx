import { Badge, Button, Group, Stack, Text } from "@mantine/core"
import { useState } from "react"
import { useUser } from "../../api/session"
import { type Column, Rows } from "../../parts/Rows"
import { When } from "../../parts/When"
import { ChangeUser } from "./ChangeUser"
import type { User } from "./queries"
import { ResetPassword } from "./ResetPassword"

type Chosen = { user: User; what: "change" | "reset" }

/** The users, and the dialogs that change one. */
export function UserList({ users }: { users: readonly User[] }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const close = () => setChosen(null)
  return (
    <>
      <Rows label="Users" rows={users} keyOf={({ id }) => id} columns={columns(setChosen)} />
      {chosen?.what === "change" && <ChangeUser user={chosen.user} onClose={close} />}
      {chosen?.what === "reset" && <ResetPassword user={chosen.user} onClose={close} />}
    </>
  )
}

const columns = (choose: (chosen: Chosen) => void): Column<User>[] => [
  { head: "User", cell: (user) => <Names user={user} /> },
  { head: "Role", cell: ({ role }) => role },
  { head: "Store limit", number: true, cell: ({ store_limit }) => store_limit ?? "as the platform's setting" },
  { head: "Made", cell: ({ created_at }) => <When at={created_at} /> },
  { head: "What can be done", named: false, cell: (user) => <Buttons user={user} choose={choose} /> },
]

function Names({ user }: { user: User }) {
  const me = useUser()
  return (
    <Stack gap={0} miw={0}>
      <Group gap="xs">
        <Text fw={600} size="sm" className="free-text">
          {user.name || user.id}
        </Text>
        {user.id === me.id && <Badge size="sm">you</Badge>}
      </Group>
      <Text size="xs" c="dimmed" className="free-text">
        {user.email ?? "no e-mail address: signs in with the set-up token"}
      </Text>
    </Stack>
  )
}

function Buttons({ user, choose }: { user: User; choose: (chosen: Chosen) => void }) {
  const name = user.name || user.id
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <Button
        size="xs"
        variant="default"
        aria-label={`Change: ${name}`}
        onClick={() => choose({ user, what: "change" })}
      >
        Change
      </Button>
      {user.email !== null && (
        <Button
          size="xs"
          variant="default"
          aria-label={`Reset password: ${name}`}
          onClick={() => choose({ user, what: "reset" })}
        >
          Reset password
        </Button>
      )}
    </Group>
  )
}
