import { ColorInput, Stack, Switch, Text, TextInput } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useShowOperation } from "../../../api/actions"
import { answered, api, type Schemas } from "../../../api/client"
import { changed } from "../../../api/live"
import { enginesQuery, expectedQuery, type StoreDetail } from "../../../api/queries"
import { usually } from "../../../parts/expected"
import { FailureLine } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { fieldError, otherError } from "../fields"
import { Section } from "../overview/Section"

const FIELDS = ["name", "color", "admin_email", "locale", "file_mods"] as const
type Change = Schemas["ChangeStore"]
type Said = Pick<StoreDetail, (typeof FIELDS)[number]>

function useChange(id: string) {
  const client = useQueryClient()
  const show = useShowOperation()
  return useMutation({
    mutationFn: (body: Change) =>
      answered(api.PATCH("/api/stores/{store_id}", { params: { path: { store_id: id } }, body })),
    onSuccess: ({ operation }) =>
      operation ? show(operation) : changed(client, ["store", id], ["stores"], ["operations"]),
  })
}

/** What differs from how the store is. What is the same is left out: it is nothing to change. */
export function changesOf(store: StoreDetail, said: Said): Change {
  return Object.fromEntries(FIELDS.filter((name) => said[name] !== store[name]).map((name) => [name, said[name]]))
}

/** Name, colour, language, the administrator's address, and who may change the shop's code where its engine lets anybody. */
export function Shop({ store }: { store: StoreDetail }) {
  const change = useChange(store.id)
  const [said, setSaid] = useState<Said>({
    name: store.name,
    color: store.color,
    admin_email: store.admin_email,
    locale: store.locale,
    file_mods: store.file_mods,
  })
  const engine = useQuery(enginesQuery).data?.items.find(({ name }) => name === store.engine)
  const expected = useQuery(expectedQuery(store.id)).data?.expected.configure
  const changes = changesOf(store, said)
  const same = Object.keys(changes).length === 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!same) change.mutate(changes)
  }
  const field = (name: (typeof FIELDS)[number]) => ({
    value: said[name],
    error: fieldError(change.error, name),
  })
  const refused = refusalOf(store, "configure") || (same ? "Nothing is changed above." : "")
  return (
    <Section title="The shop">
      <form onSubmit={submit} noValidate>
        <Stack>
          <TextInput
            label="Name"
            description="As buyers see it."
            maxLength={100}
            {...field("name")}
            onChange={(event) => setSaid({ ...said, name: event.currentTarget.value })}
          />
          <ColorInput
            label="Colour"
            format="hex"
            maw={220}
            {...field("color")}
            onChange={(color) => setSaid({ ...said, color })}
          />
          <TextInput
            label="Administrator's e-mail address"
            description="With this address one signs in to the shop's admin. The password stays."
            type="email"
            autoComplete="off"
            {...field("admin_email")}
            onChange={(event) => setSaid({ ...said, admin_email: event.currentTarget.value.trim() })}
          />
          {engine?.settings.includes("locale") && (
            <TextInput
              label="Language"
              description="That the shop speaks to buyers: a language tag like de, de-AT or pt-BR."
              maw={220}
              {...field("locale")}
              onChange={(event) => setSaid({ ...said, locale: event.currentTarget.value.trim() })}
            />
          )}
          {engine?.settings.includes("file_mods") && (
            <Switch
              label="Plugins and themes can be installed in the shop's admin"
              description="Off: nobody can install, update or delete any there. Those that are installed stay as they are."
              checked={said.file_mods === "open"}
              error={fieldError(change.error, "file_mods")}
              onChange={(event) => setSaid({ ...said, file_mods: event.currentTarget.checked ? "open" : "locked" })}
            />
          )}
          <Text size="sm" c="dimmed">
            The shop starts anew with the new settings and has to take a test order; if it does not, it gets the old
            ones back. {expected && usually(expected.seconds, expected.of)}
          </Text>
          <FailureLine error={otherError(change.error, FIELDS)} />
          {change.data?.operation === null && (
            <Text role="status">The shop is so already: there was nothing to change.</Text>
          )}
          <div>
            <Refusable type="submit" refused={refused} loading={change.isPending}>
              Save
            </Refusable>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
