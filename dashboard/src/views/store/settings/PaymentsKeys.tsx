import { Group, PasswordInput, Stack, TextInput } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useShowOperation } from "../../../api/actions"
import { answered, api, type Schemas } from "../../../api/client"
import type { StoreDetail } from "../../../api/queries"
import { FailureLine } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { fieldError, otherError } from "../fields"

const FIELDS = ["publishable_key", "secret_key", "webhook_secret"] as const
type Field = (typeof FIELDS)[number]

function useSave(id: string) {
  const show = useShowOperation()
  const params = { path: { store_id: id } }
  return useMutation({
    mutationFn: (body: Schemas["ChangePayments"] | null) =>
      body
        ? answered(api.PUT("/api/stores/{store_id}/payments", { params, body }))
        : answered(api.DELETE("/api/stores/{store_id}/payments", { params })),
    onSuccess: ({ operation }) => show(operation),
  })
}

/** The keys of the account that buyers pay into; its secrets are shown to nobody again. */
export function PaymentsKeys({ store, payments }: { store: StoreDetail; payments: Schemas["Payments"] }) {
  const save = useSave(store.id)
  const before = payments.publishable_key ?? ""
  const [said, setSaid] = useState<Record<Field, string>>({
    publishable_key: before,
    secret_key: "",
    webhook_secret: "",
  })
  const key = said.publishable_key.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const [secret_key, webhook_secret] = [said.secret_key.trim() || null, said.webhook_secret.trim() || null]
    save.mutate({ provider: "stripe", publishable_key: key, secret_key, webhook_secret })
  }
  const field = (name: Field) => ({
    value: said[name],
    error: fieldError(save.error, name),
    onChange: (event: { currentTarget: { value: string } }) => setSaid({ ...said, [name]: event.currentTarget.value }),
  })
  const kept =
    payments.has_secret && key === before ? "Empty: the one that is kept stays." : "It is shown to nobody again."
  const refused = refusalOf(store, "payments")
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="Publishable key"
          placeholder="pk_test_…"
          description="Of test mode or of live mode, as the secret key is."
          autoComplete="off"
          {...field("publishable_key")}
        />
        <Group grow align="flex-start" preventGrowOverflow={false}>
          <PasswordInput
            label="Secret key"
            placeholder="rk_test_…"
            description={kept}
            autoComplete="new-password"
            miw={220}
            {...field("secret_key")}
          />
          <PasswordInput
            label="Signing secret of the endpoint"
            placeholder="whsec_…"
            description={kept}
            autoComplete="new-password"
            miw={220}
            {...field("webhook_secret")}
          />
        </Group>
        <FailureLine error={otherError(save.error, FIELDS)} />
        <Group>
          <Refusable
            type="submit"
            refused={refused || (key ? "" : "Say the publishable key.")}
            loading={save.isPending}
          >
            Take payments by card
          </Refusable>
          {payments.provider && (
            <Refusable variant="default" refused={refused} loading={save.isPending} onClick={() => save.mutate(null)}>
              Take none any more
            </Refusable>
          )}
        </Group>
      </Stack>
    </form>
  )
}
