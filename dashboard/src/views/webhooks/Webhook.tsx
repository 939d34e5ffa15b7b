import { Alert, Button, Text } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { Fact, Facts } from "../../parts/Facts"
import { Failure, FailureLine } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { StatusBadge } from "../../parts/StatusBadge"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { Deliveries } from "./Deliveries"
import { type Webhook as Shown, useChangeWebhook, useTest, webhookQuery } from "./queries"
import { RemoveWebhook } from "./RemoveWebhook"
import { RotateSecret } from "./RotateSecret"
import { stateOf, whyDisabled } from "./words"

/** One webhook: how it is, what was sent to it, and what can be done. */
export default function Webhook() {
  const { webhook: id = "" } = useParams()
  const query = useQuery(webhookQuery(id))
  const test = useTest(id)
  const webhook = query.data
  if (!webhook) {
    return (
      <Page title="Webhook">
        {query.isPending ? (
          <Loading rows={4} height={48} />
        ) : (
          <Failure title="The webhook could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    )
  }
  const actions = (
    <>
      <Button onClick={() => test.mutate(undefined)} loading={test.isPending} disabled={!webhook.enabled}>
        Send a test
      </Button>
      <RotateSecret id={id} />
      <RemoveWebhook id={id} url={webhook.url} />
    </>
  )
  return (
    <Page title={`Webhook ${webhook.url}`} actions={actions}>
      <Freshness query={query} />
      <FailureLine error={test.error} />
      {!webhook.enabled && <Disabled webhook={webhook} />}
      <About webhook={webhook} />
      <Deliveries id={id} />
    </Page>
  )
}

function Disabled({ webhook }: { webhook: Shown }) {
  const change = useChangeWebhook(webhook.id)
  return (
    <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title="It is told nothing">
      <Text size="sm" mb="sm">
        {whyDisabled(webhook)} What happened meanwhile is not sent to it. Dead letters can be sent again.
      </Text>
      <Button size="xs" variant="default" onClick={() => change.mutate({ enabled: true })} loading={change.isPending}>
        Enable it
      </Button>
      <FailureLine error={change.error} />
    </Alert>
  )
}

function About({ webhook }: { webhook: Shown }) {
  const change = useChangeWebhook(webhook.id)
  return (
    <>
      <Facts>
        <Fact name="Status">
          <StatusBadge status={stateOf(webhook)} />
        </Fact>
        {webhook.description && (
          <Fact name="What it is for">
            <span className="free-text">{webhook.description}</span>
          </Fact>
        )}
        <Fact name="Told">
          <span className="free-text">{webhook.events.join(", ")}</span>
        </Fact>
        <Fact name="Of">{webhook.platform ? "every owner's stores" : "its owner's stores"}</Fact>
        {webhook.enabled && webhook.failing_since && (
          <Fact name="Fails since">
            <When at={webhook.failing_since} />
          </Fact>
        )}
        <Fact name="Secrets that sign">{webhook.secrets}</Fact>
        <Fact name="Made">{full(webhook.created_at)}</Fact>
      </Facts>
      {webhook.enabled && (
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => change.mutate({ enabled: false })}
            loading={change.isPending}
          >
            Disable it
          </Button>
          <FailureLine error={change.error} />
        </div>
      )}
    </>
  )
}
