import { Radio, Stack, Table, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useOperate } from "../../../api/actions"
import type { Schemas } from "../../../api/client"
import { enginesQuery, expectedQuery, plansQuery, type StoreDetail } from "../../../api/queries"
import { usually } from "../../../parts/expected"
import { Failure } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { inPods } from "../../new-store/quotas"
import { Section } from "../overview/Section"
import { usesOf } from "../overview/usage"
import { usageQuery } from "../queries"
import { LIMITS, limitsOf } from "./quota"

/** Another size: what each plan gives, beside what the shop takes now. */
export function Plan({ store }: { store: StoreDetail }) {
  const plans = useQuery(plansQuery)
  const engine = useQuery(enginesQuery).data?.items.find(({ name }) => name === store.engine)
  const offered = (plans.data?.items ?? []).filter(({ name }) => engine?.plans.includes(name) ?? true)
  return (
    <Section title="Plan" id="plan">
      {plans.isPending && <Loading rows={3} height={36} />}
      {plans.isError && !plans.data && (
        <Failure title="The plans could not be read" error={plans.error} retry={() => void plans.refetch()} />
      )}
      {plans.data && <Choice store={store} plans={offered} />}
    </Section>
  )
}

function Choice({ store, plans }: { store: StoreDetail; plans: readonly Schemas["Plan"][] }) {
  const operate = useOperate()
  const [plan, setPlan] = useState(store.plan)
  const expected = useQuery(expectedQuery(store.id)).data?.expected.plan
  const submit = (event: FormEvent) => {
    event.preventDefault()
    operate.mutate({ store: store.id, body: { kind: "plan", parameters: { plan } } })
  }
  const refused = refusalOf(store, "plan") || (plan === store.plan ? "This is the store's plan now." : "")
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Radio.Group value={plan} onChange={setPlan} aria-label="Plan">
          <Plans store={store} plans={plans} />
        </Radio.Group>
        <Text size="sm" c="dimmed">
          The shop is closed for as long as the change takes, and keeps its plan if its data does not fit or it does not
          sell afterwards. {expected && usually(expected.seconds, expected.of)}
        </Text>
        {operate.error && <Failure title="The plan could not be changed" error={operate.error} />}
        <div>
          <Refusable type="submit" refused={refused} loading={operate.isPending}>
            {plan === store.plan ? "Change the plan" : `Change the plan to ${plan}`}
          </Refusable>
        </div>
      </Stack>
    </form>
  )
}

function Plans({ store, plans }: { store: StoreDetail; plans: readonly Schemas["Plan"][] }) {
  const usage = useQuery(usageQuery(store.id))
  const uses = usage.data ? usesOf(usage.data) : []
  const taken = (name: string) => uses.find((use) => use.name === name)?.words.split(" of ")[0] ?? "not known"
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table aria-label="Plans and what the shop takes now">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Plan</Table.Th>
            {LIMITS.map(({ name }) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {plans.map(({ name, quotas, replicas, grows_to }) => (
            <PlanRow
              key={name}
              name={name}
              now={name === store.plan}
              quota={quotas[store.engine] ?? {}}
              pods={inPods(replicas[store.engine], grows_to[store.engine])}
            />
          ))}
          <Table.Tr>
            <Table.Th scope="row" fw={500}>
              Taken now
            </Table.Th>
            {LIMITS.map(({ name }) => (
              <Table.Td key={name}>{taken(name)}</Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

type Row = { name: string; now: boolean; quota: Record<string, string>; pods: string | undefined }

function PlanRow({ name, now, quota, pods }: Row) {
  const limits = limitsOf(quota)
  return (
    <Table.Tr>
      <Table.Td>
        <Radio value={name} label={now ? `${name} (now)` : name} description={pods} />
      </Table.Td>
      {LIMITS.map(({ name: what }) => (
        <Table.Td key={what}>{limits.get(what) ?? "no limit"}</Table.Td>
      ))}
    </Table.Tr>
  )
}
