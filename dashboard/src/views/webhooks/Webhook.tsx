import { Button } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { Fact, Facts } from "../../parts/Facts"
import { Failure, FailureLine } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { StatusBadge } from "../../parts/StatusBadge"
import { Disable, RemoveTold, ToldNothing } from "../../parts/Telling"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { Deliveries } from "./Deliveries"
import { type Webhook as Shown, useChangeWebhook, useRemoveWebhook, useTest, webhookQuery } from "./queries"
import { RotateSecret } from "./RotateSecret"
import { stateOf, whyDisabled } from "./words"

/** One webhook: how it is, what was sent to it, and what can be done. */
export default function Webhook() {
  const { webhook: id = "" } = useParams()
  const query = useQuery(webhookQuery(id))
  const test = useTest(id)
  const remove = useRemoveWebhook(id)
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
      <RemoveTold what="webhook" title={webhook.url} others="/webhooks" remove={remove}>
        What was sent to it is forgotten.
      </RemoveTold>
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
  return (
    <ToldNothing change={useChangeWebhook(webhook.id)}>
      {whyDisabled(webhook)} What happened meanwhile is not sent to it. Dead letters can be sent again.
    </ToldNothing>
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
      {webhook.enabled && <Disable change={change} />}
    </>
  )
}
