import { Button, Group, Text } from "@mantine/core"
import { IconPlus } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { ConfirmDialog } from "../../parts/ConfirmDialog"
import { Failure } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { type Column, Rows } from "../../parts/Rows"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { MakeToken } from "./MakeToken"
import { type Scope, type Token, tokensQuery, useRevokeToken } from "./queries"
import { SCOPES } from "./scopes"

/** One's tokens for programs: those that are good, a new one, and the end of one. */
export function Tokens({ scope }: { scope: Scope }) {
  const tokens = useQuery(tokensQuery)
  const [making, setMaking] = useState(false)
  const [toRevoke, setToRevoke] = useState<Token | null>(null)
  return (
    <>
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={640}>
          For programs and the command line. A token acts as you, within its scope, until it expires or is revoked.
        </Text>
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setMaking(true)}>
          New token
        </Button>
      </Group>
      {tokens.isPending && <Loading rows={2} height={48} />}
      {tokens.isError && !tokens.data && (
        <Failure title="Your tokens could not be read" error={tokens.error} retry={() => void tokens.refetch()} />
      )}
      {tokens.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          You have no token.
        </Text>
      )}
      {tokens.data && tokens.data.length > 0 && (
        <Rows label="Tokens" rows={tokens.data} keyOf={({ id }) => id} columns={columns(setToRevoke)} />
      )}
      <MakeToken opened={making} onClose={() => setMaking(false)} scope={scope} />
      <Revoke token={toRevoke} onClose={() => setToRevoke(null)} />
    </>
  )
}

const columns = (revoke: (token: Token) => void): Column<Token>[] => [
  { head: "Name", cell: ({ name }) => <span className="free-text">{name}</span> },
  { head: "Scope", cell: ({ scope }) => SCOPES[scope].label },
  { head: "Made", cell: ({ created_at }) => <When at={created_at} /> },
  { head: "Last used", cell: ({ last_used_at }) => <When at={last_used_at} /> },
  { head: "Expires", cell: ({ expires_at }) => <time dateTime={expires_at}>{full(expires_at)}</time> },
  {
    head: "What can be done",
    named: false,
    cell: (token) => (
      <Group justify="flex-end">
        <Button size="xs" variant="default" aria-label={`Revoke: ${token.name}`} onClick={() => revoke(token)}>
          Revoke
        </Button>
      </Group>
    ),
  },
]

function Revoke({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const revoke = useRevokeToken()
  const close = () => {
    revoke.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={token !== null}
      onClose={close}
      title={`Revoke the token ${token?.name ?? ""}?`}
      verb="Revoke the token"
      keep="Keep it"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => token && revoke.mutate(token.id, { onSuccess: close })}
    >
      <Text size="sm">What uses it is refused from now on. It cannot be brought back; a new one can be made.</Text>
    </ConfirmDialog>
  )
}
