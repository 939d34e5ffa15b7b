import { Group, NativeSelect, PasswordInput, Radio, Stack, TextInput } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useShowOperation } from "../../../api/actions"
import { answered, api, type Schemas } from "../../../api/client"
import type { StoreDetail } from "../../../api/queries"
import { FailureLine } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { fieldError, otherError } from "../fields"
import { FIELDS, type Field, relayOf, type Said, saidOf } from "./relay"

const PORTS = ["587", "465", "2525", "2587", "2465"]
const SECURITY = [
  { value: "starttls", label: "STARTTLS" },
  { value: "tls", label: "TLS from the first byte on" },
  { value: "none", label: "None, without a user only" },
]

function useSave(id: string) {
  const show = useShowOperation()
  const params = { path: { store_id: id } }
  return useMutation({
    mutationFn: (body: Schemas["ChangeMail"] | null) =>
      body
        ? answered(api.PUT("/api/stores/{store_id}/mail", { params, body }))
        : answered(api.DELETE("/api/stores/{store_id}/mail", { params })),
    onSuccess: ({ operation }) => show(operation),
  })
}

/** Whose relay the shop shall use: its cluster's, or one of its own. */
export function MailRelay({ store, mail }: { store: StoreDetail; mail: Schemas["Mail"] }) {
  const save = useSave(store.id)
  const isOwn = mail.source === "store"
  const [own, setOwn] = useState(isOwn)
  const [said, setSaid] = useState<Said>(saidOf(mail))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(own ? relayOf(said) : null)
  }
  const refused = refusalOf(store, "mail") || (!own && !isOwn ? "The shop uses the platform's relay already." : "")
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <Radio.Group label="Relay" value={own ? "own" : "platform"} onChange={(value) => setOwn(value === "own")}>
          <Group mt={4}>
            <Radio value="platform" label="The platform's, if it has one" />
            <Radio value="own" label="One of the shop's own" />
          </Group>
        </Radio.Group>
        {own && <Fields said={said} onChange={setSaid} error={save.error} kept={mail.has_password && isOwn} />}
        <FailureLine error={otherError(save.error, own ? FIELDS : [])} />
        <div>
          <Refusable type="submit" refused={refused} loading={save.isPending}>
            {own ? "Use this relay" : "Use the platform's relay"}
          </Refusable>
        </div>
      </Stack>
    </form>
  )
}

type FieldsProps = { said: Said; onChange: (said: Said) => void; error: unknown; kept: boolean }

function Fields({ said, onChange, error, kept }: FieldsProps) {
  const field = (name: Field) => ({
    value: said[name],
    error: fieldError(error, name),
    onChange: (event: { currentTarget: { value: string } }) => onChange({ ...said, [name]: event.currentTarget.value }),
  })
  return (
    <>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput label="Host" placeholder="smtp.example.com" miw={220} {...field("host")} />
        <NativeSelect label="Port" data={PORTS} {...field("port")} />
        <NativeSelect label="Security" data={SECURITY} miw={180} {...field("security")} />
      </Group>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label="User"
          description="Who signs in at the relay; empty: nobody."
          autoComplete="off"
          miw={220}
          {...field("user")}
        />
        <PasswordInput
          label="Password"
          description={kept ? "Empty: the one that is kept stays." : "It is shown to nobody again."}
          autoComplete="new-password"
          miw={220}
          {...field("password")}
        />
      </Group>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label="From"
          description="The address that the shop's mail comes from. The relay has to know it."
          type="email"
          miw={220}
          {...field("from")}
        />
        <TextInput
          label="Reply to"
          description="Empty: the address of the shop's administrator."
          type="email"
          miw={220}
          {...field("reply_to")}
        />
      </Group>
    </>
  )
}
