import { Alert, Button, Group, Text, TextInput } from "@mantine/core"
import type { FormEvent } from "react"
import { FailureLine } from "../../parts/Failure"
import { besides } from "../../parts/fields"
import { ruleBelow } from "../../parts/rules"
import { useConfirm, useSendCode } from "./queries"

/** Takes the code that a mailbox was sent, and has another one sent. */
export function Confirm({ id, address }: { id: string; address: string }) {
  const confirm = useConfirm(id)
  const again = useSendCode(id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    confirm.mutate(String(new FormData(event.currentTarget).get("code") ?? "").trim())
  }
  return (
    <Alert color="yellow" title="It is told nothing until it is confirmed">
      <Text size="sm" mb="sm" className="free-text">
        A code of eight digits was sent to {address}. It is good for 30 minutes.
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            name="code"
            label="Code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            required
            error={ruleBelow(confirm.error, "code")}
          />
          <Button type="submit" loading={confirm.isPending}>
            Confirm it
          </Button>
          <Button variant="default" onClick={() => again.mutate(undefined)} loading={again.isPending}>
            Send another code
          </Button>
        </Group>
      </form>
      <FailureLine error={besides(confirm.error, "code") ?? again.error} />
      <Text size="sm" role="status">
        {again.isSuccess ? "Another code was sent; the one before is over." : ""}
      </Text>
    </Alert>
  )
}
