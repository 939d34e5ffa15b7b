import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { FailureLine } from "../../parts/Failure"
import { besides, ruleOf } from "../../parts/fields"
import { newPassword } from "../../parts/password"
import { ShownOnce } from "../../parts/ShownOnce"
import { useAddUser } from "./queries"
import { type Allowed, RoleAndLimit } from "./RoleAndLimit"

const AT_FIRST: Allowed = { role: "owner", store_limit: null }

/** Adds somebody who can sign in. Their first password is made here and shown once. */
export function AddUser({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const add = useAddUser()
  const close = () => {
    add.reset()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={add.isSuccess ? "The user is added" : "Add a user"}
      closeOnClickOutside={!add.isSuccess}
    >
      {add.isSuccess ? (
        <Stack>
          <Text className="free-text">
            {add.data.name} can sign in as <b>{add.data.email}</b>.
          </Text>
          <ShownOnce value={add.variables.password} label="First password" copy="Copy the password">
            Give it to them on a way that others cannot read. They can change it under "My account".
          </ShownOnce>
          <Button onClick={close}>I have passed it on</Button>
        </Stack>
      ) : (
        <Form add={add} onClose={close} />
      )}
    </Modal>
  )
}

function Form({ add, onClose }: { add: ReturnType<typeof useAddUser>; onClose: () => void }) {
  const [allowed, setAllowed] = useState(AT_FIRST)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim()
    add.mutate({ name: text("name"), email: text("email"), password: newPassword(), ...allowed })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          name="name"
          label="Name"
          autoComplete="off"
          maxLength={100}
          required
          data-autofocus
          error={ruleOf(add.error, "name")}
        />
        <TextInput
          name="email"
          type="email"
          label="E-mail address"
          description="What the user signs in with."
          autoComplete="off"
          maxLength={254}
          required
          error={ruleOf(add.error, "email")}
        />
        <RoleAndLimit value={allowed} onChange={setAllowed} error={add.error} />
        <Text size="sm" c="dimmed">
          A first password is made for the user and shown next, once.
        </Text>
        <FailureLine error={besides(add.error, "name", "email", "role", "store_limit")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add the user
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
