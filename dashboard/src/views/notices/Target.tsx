import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { Fact, Facts } from "../../parts/Facts"
import { Failure, FailureLine } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { Refusable } from "../../parts/Refusable"
import { StatusBadge } from "../../parts/StatusBadge"
import { Disable, RemoveTold, ToldNothing } from "../../parts/Telling"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { Confirm } from "./Confirm"
import { Log } from "./Log"
import { type Target as Shown, targetQuery, useChangeTarget, useRemoveTarget, useTestTarget } from "./queries"
import { kindLabel, stateOf, toldOf, whyOff } from "./words"

/** One target of notices: how it is, what it was told, and what can be done. */
export default function Target() {
  const { target: id = "" } = useParams()
  const query = useQuery(targetQuery(id))
  const test = useTestTarget(id)
  const remove = useRemoveTarget(id)
  const target = query.data
  if (!target) {
    return (
      <Page title="Target of notices">
        {query.isPending ? (
          <Loading rows={4} height={48} />
        ) : (
          <Failure title="The target could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    )
  }
  const title = `${kindLabel(target.kind)}: ${target.description || target.address}`
  const actions = (
    <>
      <Refusable onClick={() => test.mutate(undefined)} loading={test.isPending} refused={refusal(target)}>
        Send a test
      </Refusable>
      <RemoveTold what="target" title={title} others="/notices" remove={remove}>
        What it was told is forgotten.
      </RemoveTold>
    </>
  )
  return (
    <Page title={title} actions={actions}>
      <Freshness query={query} />
      <FailureLine error={test.error} />
      {!target.enabled && <Disabled target={target} />}
      {!target.confirmed && <Confirm id={id} address={target.address} />}
      <About target={target} />
      <Log id={id} />
    </Page>
  )
}

function refusal({ enabled, confirmed }: Shown): string {
  if (!enabled) return "It is disabled: enable it first."
  return confirmed ? "" : "It is not confirmed: enter the code first."
}

function Disabled({ target }: { target: Shown }) {
  return (
    <ToldNothing change={useChangeTarget(target.id)}>
      {whyOff(target)} {target.problem} What waited is not sent any more.
    </ToldNothing>
  )
}

function About({ target }: { target: Shown }) {
  const change = useChangeTarget(target.id)
  return (
    <>
      <Facts>
        <Fact name="Status">
          <StatusBadge status={stateOf(target)} />
        </Fact>
        <Fact name="Address">
          <span className="free-text">{target.address}</span>
        </Fact>
        <Fact name="Told">
          <span className="free-text">{toldOf(target.events)}</span>
        </Fact>
        <Fact name="Of">{target.platform ? "every owner's stores" : "its owner's stores"}</Fact>
        {target.enabled && target.failing_since && (
          <Fact name="Fails since">
            <When at={target.failing_since} /> <span className="free-text">{target.problem}</span>
          </Fact>
        )}
        <Fact name="Made">{full(target.created_at)}</Fact>
      </Facts>
      {target.enabled && <Disable change={change} />}
    </>
  )
}
