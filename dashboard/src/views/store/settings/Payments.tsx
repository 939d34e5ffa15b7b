import { Code, Group, Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { Schemas } from "../../../api/client"
import { enginesQuery, type StoreDetail } from "../../../api/queries"
import { CopyButton } from "../../../parts/CopyButton"
import { Failure } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { Section } from "../overview/Section"
import { paymentsQuery } from "../queries"
import { PaymentsCheck } from "./PaymentsCheck"
import { PaymentsKeys } from "./PaymentsKeys"

/** How the shop's buyers pay by card, for engines that take cards. */
export function Payments({ store }: { store: StoreDetail }) {
  const engine = useQuery(enginesQuery).data?.items.find(({ name }) => name === store.engine)
  return engine?.settings.includes("payments") && !store.is_copy ? <Known store={store} /> : null
}

function Known({ store }: { store: StoreDetail }) {
  const query = useQuery(paymentsQuery(store.id))
  return (
    <Section title="Payments" id="payments">
      {query.isPending && <Loading rows={3} height={48} />}
      {query.isError && !query.data && (
        <Failure
          title="How the shop's buyers pay could not be read"
          error={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {query.data && (
        <Stack>
          <Text size="sm" className="free-text">
            {said(query.data)}
          </Text>
          {query.data.webhook_url && <Endpoint url={query.data.webhook_url} />}
          {query.data.extension && !query.data.provider && (
            <Text size="sm" className="free-text">
              Install and activate the plugin {query.data.extension} in the shop's admin first.
            </Text>
          )}
          {query.data.provider && <PaymentsCheck store={store} />}
          <PaymentsKeys store={store} payments={query.data} key={JSON.stringify(query.data)} />
        </Stack>
      )}
    </Section>
  )
}

function Endpoint({ url }: { url: string }) {
  return (
    <div>
      <Text size="sm">Stripe calls the shop here. Add it at Stripe as an endpoint:</Text>
      <Group gap="xs" wrap="nowrap">
        <Code className="free-text">{url}</Code>
        <CopyButton value={url} label="Copy" />
      </Group>
    </div>
  )
}

/** Into whose account, in a sentence. */
export function said(payments: Schemas["Payments"]): string {
  if (!payments.provider) return "Buyers pay on delivery alone: the shop has no keys of an account at Stripe."
  const mode = payments.mode === "test" ? "in test mode, where no money moves" : "in live mode"
  return `Buyers pay by card at Stripe, ${mode}, into the account of ${payments.publishable_key}.`
}
