import { Button, Group, Modal, NumberInput, Radio, Stack, TextInput } from "@mantine/core"
import { type FormEvent, useState } from "react"
import { FailureLine } from "../../parts/Failure"
import { besides, ruleOf } from "../../parts/fields"
import { ShownOnce } from "../../parts/ShownOnce"
import { full } from "../../parts/time"
import { type Scope, useMakeToken } from "./queries"
import { SCOPES, upTo } from "./scopes"

type Props = { opened: boolean; onClose: () => void; scope: Scope }

/** Makes a token, and shows it once. `scope`: the caller's own, which no token can be above. */
export function MakeToken({ opened, onClose, scope }: Props) {
  const make = useMakeToken()
  const close = () => {
    make.reset()
    onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={make.isSuccess ? "The token is made" : "New token"}
      closeOnClickOutside={!make.isSuccess}
    >
      {make.isSuccess ? (
        <Stack>
          <ShownOnce value={make.data.token} label={`Token ${make.data.name}`} copy="Copy the token">
            The platform keeps no copy that can be shown again. Who has it can {SCOPES[make.data.scope].may} as you,
            until {full(make.data.expires_at)}.
          </ShownOnce>
          <Button onClick={close}>I have kept it</Button>
        </Stack>
      ) : (
        <Form make={make} onClose={close} scope={scope} />
      )}
    </Modal>
  )
}

function Form({ make, onClose, scope }: Pick<Props, "onClose" | "scope"> & { make: ReturnType<typeof useMakeToken> }) {
  const [wanted, setWanted] = useState<Scope>("read")
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const said = new FormData(event.currentTarget)
    make.mutate({ name: String(said.get("name")).trim(), scope: wanted, expires_in_days: Number(said.get("days")) })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          name="name"
          label="Name"
          description="What it is for."
          placeholder="nightly report"
          autoComplete="off"
          maxLength={100}
          required
          data-autofocus
          error={ruleOf(make.error, "name")}
        />
        <Radio.Group
          label="Scope"
          value={wanted}
          onChange={(value) => setWanted(value as Scope)}
          error={ruleOf(make.error, "scope")}
        >
          <Stack gap="xs" mt={4}>
            {upTo(scope).map((value) => (
              <Radio key={value} value={value} label={SCOPES[value].label} description={`May ${SCOPES[value].may}.`} />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput
          name="days"
          label="Good for how many days"
          description="1 to 365."
          defaultValue={90}
          min={1}
          max={365}
          allowDecimal={false}
          required
          error={ruleOf(make.error, "expires_in_days")}
        />
        <FailureLine error={besides(make.error, "name", "scope", "expires_in_days")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" loading={make.isPending}>
            Make the token
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
