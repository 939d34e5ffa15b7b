import { Alert, Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core"
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { Link, useLocation } from "react-router"
import type { Schemas } from "../../api/client"
import { meQuery } from "../../api/queries"
import { Failure, FailureLine } from "../../parts/Failure"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { full } from "../../parts/time"
import { chatCodeQuery, useLink, useRefuse } from "./queries"
import { providerName } from "./words"

/** Where a link of a chat leads: says who asks to act as the signed-in person, who confirms or refuses. */
export default function LinkChat() {
  const { search } = useLocation()
  const [code] = useState(() => new URLSearchParams(search).get("code") ?? "")
  // The code is good for some minutes: it does not stay in the address, nor in the browser's history.
  useEffect(() => window.history.replaceState(window.history.state, "", window.location.pathname), [])
  const asked = useQuery(chatCodeQuery(code))
  return (
    <Page title="Link a chat account">
      {code === "" && (
        <Text>
          There is no code in this address. Say <code>/store link</code> in the chat, and open the link that it answers
          with.
        </Text>
      )}
      {code !== "" && asked.isPending && <Loading rows={1} height={160} />}
      {asked.isError && <Failure title="This link does not work (any more)" error={asked.error} />}
      {asked.data && <Asked code={code} who={asked.data} />}
    </Page>
  )
}

function Asked({ code, who }: { code: string; who: Schemas["ChatCode"] }) {
  const me = useQuery(meQuery)
  const link = useLink()
  const refuse = useRefuse()
  const named = `${who.name} in ${providerName(who.provider)}, ${who.workspace}`
  if (link.isSuccess) {
    return (
      <Alert color="teal" icon={<IconCheck aria-hidden />} title="Linked" role="status">
        <span className="free-text">{named}</span> acts as you from now on. Go back to the chat, and say{" "}
        <code>/store help</code>.{" "}
        <Anchor component={Link} to="/account" inherit underline="always">
          My account
        </Anchor>{" "}
        ends it.
      </Alert>
    )
  }
  if (refuse.isSuccess) {
    return (
      <Alert title="Refused" role="status">
        Nobody was linked, and the link works no more.
      </Alert>
    )
  }
  return (
    <Paper component="section" withBorder p="md" maw={640} aria-label="Who asks">
      <Stack>
        <Text size="lg" className="free-text">
          Is <strong>{named}</strong> you?
        </Text>
        <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title="Confirm only what you began yourself">
          Whoever is linked may do in the chat all that you may do here
          {me.data && <span className="free-text">, as {me.data.user.name}</span>}: change your stores, and delete them.
          If somebody sent you this link, refuse it.
        </Alert>
        <Text size="sm" c="dimmed">
          The link works until {full(who.expires_at)}.
        </Text>
        <FailureLine error={link.error ?? refuse.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => refuse.mutate(code)} loading={refuse.isPending}>
            It is not me
          </Button>
          <Button onClick={() => link.mutate(code)} loading={link.isPending}>
            It is me: link it
          </Button>
        </Group>
      </Stack>
    </Paper>
  )
}
