import { Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useOperate } from "../../api/actions"
import { enginesQuery, expectedQuery, type StoreDetail } from "../../api/queries"
import { usually } from "../../parts/expected"
import { FailureLine } from "../../parts/Failure"
import { Refusable } from "../../parts/Refusable"
import { refusalOf } from "../../parts/refusal"

const KIND = "install_extensions"
const SETTING = "extensions"
type What = "plugin" | "theme"

/** Has the shop install a plugin or a theme, with the way back of every change; nothing where the engine has none. */
export function InstallExtension({ store }: { store: StoreDetail }) {
  const engines = useQuery(enginesQuery)
  const engine = engines.data?.items.find(({ name }) => name === store.engine)
  if (!engine?.settings.includes(SETTING) || store.file_mods !== "open") return null
  return <Form store={store} />
}

function Form({ store }: { store: StoreDetail }) {
  const operate = useOperate()
  const expected = useQuery(expectedQuery(store.id)).data?.expected[KIND]
  const [what, setWhat] = useState<What>("plugin")
  const [slug, setSlug] = useState("")
  const [version, setVersion] = useState("")
  const refused = refusalOf(store, KIND) || (slug ? "" : "Say first which.")
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (refused || operate.isPending) return
    const one = { kind: what, slug, version: version || null, active: true }
    operate.mutate({ store: store.id, body: { kind: KIND, parameters: { extensions: [one] } } })
  }
  return (
    <Stack gap="xs" component="section" id="install">
      <Title order={3} size="h5">
        Install one
      </Title>
      <form onSubmit={submit} noValidate>
        <Group align="flex-end">
          <NativeSelect
            label="What"
            data={[
              { value: "plugin", label: "Plugin" },
              { value: "theme", label: "Theme" },
            ]}
            value={what}
            onChange={(event) => setWhat(event.currentTarget.value as What)}
          />
          <TextInput
            label="Its name in the directory"
            placeholder="akismet"
            autoCapitalize="none"
            spellCheck={false}
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value.trim())}
          />
          <TextInput
            label="Version"
            placeholder="the newest"
            value={version}
            onChange={(event) => setVersion(event.currentTarget.value.trim())}
          />
          <Refusable type="submit" variant="default" refused={refused} loading={operate.isPending}>
            Install it
          </Refusable>
        </Group>
      </form>
      <FailureLine error={operate.error} />
      <Text size="sm" c="dimmed">
        The shop is backed up first and closed meanwhile. If it does not sell with it, it goes back to what it had.{" "}
        {expected && usually(expected.seconds, expected.of)}
      </Text>
    </Stack>
  )
}
