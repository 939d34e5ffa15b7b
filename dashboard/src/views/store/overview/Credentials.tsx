import { ActionIcon, Anchor, Button, Code, Group, Stack, Text } from "@mantine/core"
import { IconEye, IconEyeOff, IconKey } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { StoreDetail } from "../../../api/queries"
import { CopyButton } from "../../../parts/CopyButton"
import { Failure } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { credentialsQuery } from "../queries"
import { Section } from "./Section"

/** How its owner signs in to the shop: asked for by a button, and forgotten when it is closed. */
export function Credentials({ store }: { store: StoreDetail }) {
  const [open, setOpen] = useState(false)
  return (
    <Section title="Sign in to the shop">
      <Stack gap="sm" align="stretch">
        <Group gap="sm">
          <Button
            variant="default"
            leftSection={<IconKey size={16} aria-hidden />}
            onClick={() => setOpen(!open)}
            aria-expanded={open}
          >
            {open ? "Hide the credentials" : "Show the credentials"}
          </Button>
          {!open && (
            <Text size="xs" c="dimmed">
              Each look stands in the activity.
            </Text>
          )}
        </Group>
        {open && <Found id={store.id} />}
      </Stack>
    </Section>
  )
}

function Found({ id }: { id: string }) {
  const query = useQuery(credentialsQuery(id))
  if (query.isPending) return <Loading rows={3} height={32} />
  if (!query.data) {
    return <Failure title="The credentials could not be read" error={query.error} retry={() => void query.refetch()} />
  }
  const { admin_url, admin_email, admin_password, keys, message } = query.data
  return (
    <Stack gap="xs">
      {message && (
        <Text size="sm" className="free-text">
          {message}
        </Text>
      )}
      <Anchor href={admin_url} target="_blank" rel="noreferrer" size="sm" className="free-text">
        {admin_url}
      </Anchor>
      {admin_email && <Value name="E-mail" value={admin_email} hidden={false} />}
      {admin_password && <Value name="Password" value={admin_password} />}
      {Object.entries(keys).map(([name, value]) => (
        <Value key={name} name={name.replaceAll("_", " ")} value={value} />
      ))}
    </Stack>
  )
}

/** One value. Where it is secret it is not in the document until it is asked for. */
function Value({ name, value, hidden = true }: { name: string; value: string; hidden?: boolean }) {
  const [shown, setShown] = useState(!hidden)
  const Icon = shown ? IconEyeOff : IconEye
  return (
    <Group gap="xs" justify="space-between">
      <Text size="sm" w={110}>
        {name}
      </Text>
      <Code flex="1 1 120px" className="free-text" aria-label={shown ? undefined : `${name}, hidden`}>
        {shown ? value : "••••••••••••"}
      </Code>
      <Group gap={4} wrap="nowrap">
        {hidden && (
          <ActionIcon
            variant="default"
            size={30}
            onClick={() => setShown(!shown)}
            aria-label={`${shown ? "Hide" : "Show"}: ${name}`}
          >
            <Icon size={16} aria-hidden />
          </ActionIcon>
        )}
        <CopyButton value={value} label="Copy" />
      </Group>
    </Group>
  )
}
