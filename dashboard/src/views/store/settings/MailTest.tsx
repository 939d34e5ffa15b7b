import { Group, Text, TextInput } from "@mantine/core"
import { useMutation, useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { answered, api } from "../../../api/client"
import { meQuery, type StoreDetail } from "../../../api/queries"
import { FailureLine } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { fieldError, otherError } from "../fields"

/** Has the shop send a mail, to see whether it arrives. */
export function MailTest({ store }: { store: StoreDetail }) {
  const mine = useQuery(meQuery).data?.user.email ?? ""
  const [typed, setTyped] = useState<string | null>(null)
  const to = typed ?? mine
  const send = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/stores/{store_id}/mail/test", { params: { path: { store_id: store.id } }, body: { to } }),
      ),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (to && !send.isPending) send.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Group align="flex-end">
        <TextInput
          label="Send a test mail to"
          type="email"
          autoComplete="email"
          miw={260}
          value={to}
          onChange={(event) => setTyped(event.currentTarget.value.trim())}
          error={fieldError(send.error, "to")}
        />
        <Refusable
          type="submit"
          variant="default"
          refused={to ? "" : "Say first where it shall go."}
          loading={send.isPending}
        >
          Send it
        </Refusable>
      </Group>
      <FailureLine error={otherError(send.error, ["to"])} />
      <Text size="sm" role="status">
        {send.isSuccess ? "The relay took it. Look whether it arrives." : ""}
      </Text>
    </form>
  )
}
