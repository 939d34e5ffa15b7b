import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { FormEvent } from "react"
import { useOperate } from "../../api/actions"
import { expectedQuery, type StoreDetail } from "../../api/queries"
import { usually } from "../../parts/expected"
import { FailureLine } from "../../parts/Failure"
import { fieldError, otherError } from "./fields"

type Props = { store: StoreDetail; opened: boolean; onClose: () => void }

/** Makes another store of this one's newest backup. */
export function CloneDialog({ store, opened, onClose }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={
        <>
          Make a copy of <span className="free-text">{store.name}</span>
        </>
      }
    >
      <CloneForm store={store} onClose={onClose} />
    </Modal>
  )
}

function CloneForm({ store, onClose }: Omit<Props, "opened">) {
  const operate = useOperate()
  const expected = useQuery(expectedQuery(store.id)).data?.expected.clone
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim() || null
    operate.mutate({
      store: store.id,
      body: { kind: "clone", parameters: { name: text("name"), id: text("id") } },
    })
  }
  const { error } = operate
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Text size="sm">
          The copy is a store of its own to try things out in, made of the newest backup. It sends no mail, reaches
          nobody outside and has passwords of its own. This store stays as it is.
        </Text>
        <TextInput
          name="name"
          label="Name of the copy"
          description="Left out: this store's name with (copy) behind it."
          placeholder={`${store.name} (copy)`}
          maxLength={100}
          error={fieldError(error, "name")}
          data-autofocus
        />
        <TextInput
          name="id"
          label="Id of the copy"
          description="The first part of its address. Left out: it is made from the name."
          autoComplete="off"
          spellCheck={false}
          error={fieldError(error, "id")}
        />
        {expected && (
          <Text size="sm" c="dimmed">
            {usually(expected.seconds, expected.of)}
          </Text>
        )}
        <FailureLine error={otherError(error, ["name", "id"])} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" loading={operate.isPending}>
            Make the copy
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
