import { Group, SimpleGrid, Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { Schemas } from "../../api/client"
import { metricsQuery } from "../../api/queries"
import { useUser } from "../../api/session"
import { Empty } from "../../parts/Empty"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { ParamSelect } from "../../parts/ParamSelect"
import { Rows } from "../../parts/Rows"
import { useParam } from "../../parts/use-params"
import { Figure } from "./Figure"
import { enginesOf, linesOf } from "./figures"
import { Count, Now } from "./Now"
import { OUTCOME_COLUMNS, SECONDS_COLUMNS } from "./tables"

/** Stores and operations in numbers. */
export default function Metrics() {
  const metrics = useQuery(metricsQuery)
  const { role } = useUser()
  return (
    <Page title="Metrics">
      <Text c="dimmed">{role === "admin" ? "Of the whole platform." : "Of your stores."}</Text>
      <Freshness query={metrics} />
      {metrics.isPending && <Loading rows={4} height={160} />}
      {metrics.isError && !metrics.data && (
        <Failure title="The numbers could not be read" error={metrics.error} retry={() => void metrics.refetch()} />
      )}
      {metrics.data && (
        <>
          <Now metrics={metrics.data} />
          <Lately metrics={metrics.data} />
          <Operations metrics={metrics.data} />
        </>
      )}
    </Page>
  )
}

function Lately({ metrics: { days, upgrades, rollbacks, retries, deletes } }: { metrics: Schemas["Metrics"] }) {
  return (
    <Stack component="section" gap="sm" aria-label="Lately">
      <Title order={2} size="h4">
        Today and the {days - 1} days before
      </Title>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        <Count value={upgrades} name="upgrades that succeeded" />
        <Count value={rollbacks} name="rollbacks that succeeded" />
        <Count value={retries} name="retries of making a store" />
        <Count value={deletes} name="stores deleted" />
      </SimpleGrid>
    </Stack>
  )
}

function Operations({ metrics: { operations, days } }: { metrics: Schemas["Metrics"] }) {
  const [engine] = useParam("engine")
  const engines = enginesOf(operations)
  const lines = linesOf(operations, engine)
  const timed = lines.filter(({ p50_seconds }) => p50_seconds !== null)
  const since = `of today and the ${days - 1} days before, by kind and engine`
  const key = (line: { kind: string; engine: string }) => `${line.kind} ${line.engine}`
  if (operations.length === 0) {
    return (
      <Empty title="No operation has ended in these days">Numbers of operations are shown here once some have.</Empty>
    )
  }
  return (
    <>
      {(engines.length > 1 || engine) && (
        <Group>
          <ParamSelect name="engine" label="Engine" above placeholder="all engines" items={engines} w={220} />
        </Group>
      )}
      {lines.length === 0 && <Empty title="No operation of this engine has ended in these days" />}
      {lines.length > 0 && (
        <Figure
          title="How operations ended"
          what={`Operations ${since}: how they ended.`}
          shown="outcomes"
          lines={lines}
        >
          <Rows label="How operations ended" rows={lines} keyOf={key} columns={OUTCOME_COLUMNS} />
        </Figure>
      )}
      {timed.length > 0 && (
        <Figure title="How long they took" what={`Seconds of operations ${since}.`} shown="seconds" lines={timed}>
          <Text size="sm" c="dimmed">
            Of those that succeeded, from their start, within a tenth.
          </Text>
          <Rows label="How long they took" rows={timed} keyOf={key} columns={SECONDS_COLUMNS} />
        </Figure>
      )}
    </>
  )
}
