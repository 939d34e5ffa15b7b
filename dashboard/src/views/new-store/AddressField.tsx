import { Group, Loader, Text, TextInput } from "@mantine/core"
import { IconCheck, IconPlugConnectedX } from "@tabler/icons-react"
import type { Address } from "./address"

type Props = {
  /** The id as it was typed; empty: the one that is made from the name is shown. */
  typed: string
  address: Address
  /** What the platform said to the last request. */
  error: string | undefined
  onChange: (id: string) => void
}

/** The store's id, which is the first part of its address: made from the name, unless somebody types another. */
export function AddressField({ typed, address, error, onChange }: Props) {
  const shown = typed || (address.is === "none" ? "" : address.id)
  const refused = address.is === "refused" ? address.message : undefined
  return (
    <TextInput
      label="Address"
      description="The first part of the shop's address. It cannot be changed afterwards."
      value={shown}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
      placeholder="made from the name"
      error={error ?? refused}
      inputWrapperOrder={["label", "description", "input", "error"]}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={60}
      inputContainer={(input) => (
        <>
          {input}
          <Said address={address} />
        </>
      )}
      data-address={address.is}
    />
  )
}

/** Said below the field, and aloud. It is as high as its text whatever it says, so that nothing below moves. */
function Said({ address }: { address: Address }) {
  return (
    <Group gap={6} mt={6} mih={22} wrap="nowrap" role="status" align="center">
      <Words address={address} />
    </Group>
  )
}

function Words({ address }: { address: Address }) {
  if (address.is === "free") {
    return (
      <>
        <IconCheck size={16} color="var(--mantine-color-teal-text)" aria-hidden style={{ flex: "none" }} />
        <Text size="sm" className="free-text">
          <b>{address.url}</b> is free
        </Text>
      </>
    )
  }
  if (address.is === "checking") {
    return (
      <>
        <Loader size={14} aria-hidden />
        <Text size="sm" c="dimmed">
          Looking whether it is free …
        </Text>
      </>
    )
  }
  if (address.is === "unknown") {
    return (
      <>
        <IconPlugConnectedX size={16} aria-hidden style={{ flex: "none" }} />
        <Text size="sm">Whether it is free could not be asked: {address.message}</Text>
      </>
    )
  }
  return null
}
