import { Paper, Stack, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { meQuery } from "../../api/queries"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { ChatAccounts } from "../chat/ChatAccounts"
import { ChangePassword } from "./ChangePassword"
import { Identity } from "./Identity"
import { Tokens } from "./Tokens"

/** Who one is here, what one may, one's password, and one's tokens for programs. */
export default function Account() {
  const me = useQuery(meQuery)
  return (
    <Page title="My account">
      <Freshness query={me} />
      {me.isPending && <Loading rows={2} height={180} />}
      {me.isError && !me.data && (
        <Failure title="Your account could not be read" error={me.error} retry={() => void me.refetch()} />
      )}
      {me.data && (
        <>
          <Section title="Who I am">
            <Identity me={me.data} />
          </Section>
          <Section title="Password">
            <ChangePassword email={me.data.user.email} />
          </Section>
          <Section title="Personal access tokens">
            <Tokens scope={me.data.scope} />
          </Section>
          <Section title="Chat">
            <ChatAccounts />
          </Section>
        </>
      )}
    </Page>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {title}
        </Title>
        {children}
      </Stack>
    </Paper>
  )
}
