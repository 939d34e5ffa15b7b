import { Button, Checkbox, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core"
import type { FormEvent } from "react"
import { useUser } from "../../api/session"
import { FailureLine } from "../../parts/Failure"
import { besides } from "../../parts/fields"
import { ruleBelow, shownOf } from "../../parts/rules"
import { ShownOnce } from "../../parts/ShownOnce"
import { useAddWebhook } from "./queries"
import { filtersOf, USUAL } from "./words"

/** Makes a webhook, and shows its secret once. */
export function AddWebhook({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const add = useAddWebhook()
  const close = () => {
    add.reset()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={add.isSuccess ? "The webhook is made" : "Add a webhook"}
      closeOnClickOutside={!add.isSuccess}
    >
      {add.isSuccess ? (
        <Stack>
          <ShownOnce value={add.data.secret} label="Secret" copy="Copy the secret">
            Its receiver checks signatures with it. The platform does not show it again; another one can be made.
          </ShownOnce>
          <Button onClick={close}>I have kept it</Button>
        </Stack>
      ) : (
        <Form add={add} onClose={close} />
      )}
    </Modal>
  )
}

function Form({ add, onClose }: { add: ReturnType<typeof useAddWebhook>; onClose: () => void }) {
  const { role } = useUser()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim()
    add.mutate({
      url: text("url"),
      description: text("description"),
      events: filtersOf(text("events")),
      enabled: true,
      platform: said.get("platform") !== null,
    })
  }
  const rule = (field: string) => ruleBelow(add.error, field)
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          name="url"
          type="url"
          label="URL"
          description="https, at a host on the public internet."
          placeholder="https://hooks.example.com/shop"
          autoComplete="off"
          maxLength={2048}
          required
          data-autofocus
          error={rule("url")}
        />
        <Textarea
          name="events"
          label="What it is told"
          description="Filters with commas between: a kind and a stage, each of them * for all, like *.failed or backup.*"
          defaultValue={USUAL}
          autosize
          required
          error={rule("events")}
        />
        <TextInput
          name="description"
          label="What it is for"
          autoComplete="off"
          maxLength={200}
          error={rule("description")}
        />
        {role === "admin" && <Checkbox name="platform" label="Tell it of every owner's stores" />}
        <FailureLine error={besides(add.error, ...shownOf(add.error, "url", "events", "description"))} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add the webhook
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
