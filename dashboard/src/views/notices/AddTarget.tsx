import { Button, Checkbox, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { useNavigate } from "react-router"
import { useUser } from "../../api/session"
import { FailureLine } from "../../parts/Failure"
import { besides } from "../../parts/fields"
import { ruleBelow, shownOf } from "../../parts/rules"
import { useAddTarget } from "./queries"
import { EVENTS, KINDS, type Kind } from "./words"

/** Makes a target, and shows it. */
export function AddTarget({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const add = useAddTarget()
  const close = () => {
    add.reset()
    onClose()
  }
  return (
    <Modal opened={opened} onClose={close} title="Add a target of notices">
      <Form add={add} onClose={close} />
    </Modal>
  )
}

function Form({ add, onClose }: { add: ReturnType<typeof useAddTarget>; onClose: () => void }) {
  const { role, email } = useUser()
  const navigate = useNavigate()
  const [kind, setKind] = useState<Kind>("slack")
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    const text = (name: string) => String(said.get(name) ?? "").trim()
    const body = {
      kind,
      address: text("address"),
      description: text("description"),
      events: EVENTS.map(({ value }) => value).filter((value) => said.getAll("events").includes(value)),
      enabled: true,
      platform: said.get("platform") !== null,
    }
    add.mutate(body, { onSuccess: ({ id }) => void navigate(`/notices/${id}`) })
  }
  const rule = (field: string) => ruleBelow(add.error, field)
  const mail = kind === "email"
  return (
    <form onSubmit={submit}>
      <Stack>
        <NativeSelect
          label="Where"
          data={[...KINDS]}
          value={kind}
          onChange={({ currentTarget }) =>
            setKind(KINDS.find(({ value }) => value === currentTarget.value)?.value ?? kind)
          }
          error={rule("kind")}
        />
        <TextInput
          key={mail ? "mail" : "chat"}
          name="address"
          type={mail ? "email" : "url"}
          label={mail ? "E-mail address" : "Address of the channel's incoming webhook"}
          description={
            mail
              ? "Your own is told at once; another one is sent a code first."
              : "https. Whoever knows it can write there, so it is not shown again."
          }
          defaultValue={mail ? (email ?? "") : ""}
          autoComplete="off"
          maxLength={2048}
          required
          data-autofocus
          error={rule("address")}
        />
        <Checkbox.Group label="What it is told" defaultValue={EVENTS.map(({ value }) => value)} error={rule("events")}>
          <Stack gap="xs" mt="xs">
            {EVENTS.map(({ value, label }) => (
              <Checkbox key={value} name="events" value={value} label={label} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          name="description"
          label="What it is for"
          autoComplete="off"
          maxLength={200}
          error={rule("description")}
        />
        {role === "admin" && <Checkbox name="platform" label="Tell it of every owner's stores" />}
        <FailureLine error={besides(add.error, ...shownOf(add.error, "kind", "address", "events", "description"))} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add the target
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
