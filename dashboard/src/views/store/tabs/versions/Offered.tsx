import { Code, Paper, Stack, Text, Title } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconArrowUp } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import type { Schemas } from "../../../../api/client"
import type { StoreDetail } from "../../../../api/queries"
import { Failure } from "../../../../parts/Failure"
import { Freshness } from "../../../../parts/Freshness"
import { Loading } from "../../../../parts/Loading"
import { Refusable } from "../../../../parts/Refusable"
import { type Column, Rows } from "../../../../parts/Rows"
import { refusalOf } from "../../../../parts/refusal"
import { type Upgrade, upgradesQuery, type Version } from "./queries"
import { UpgradeDialog } from "./UpgradeDialog"
import { offerName, shownValue } from "./words"

/** What the store could be upgraded to, and what that would change. */
export function Offered({ store }: { store: StoreDetail }) {
  const query = useQuery(upgradesQuery(store))
  const { data } = query
  return (
    <Stack gap="xs" component="section">
      <Title order={2} size="h4">
        Upgrade
      </Title>
      <Freshness query={query} />
      {query.isPending && <Loading rows={1} height={56} />}
      {query.isError && !data && (
        <Failure title="What is offered could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {data?.items.length === 0 && (
        <Text size="sm" className="free-text">
          {data.message || "Nothing is offered."}
        </Text>
      )}
      {data?.items.map((upgrade) => (
        <Offer
          key={`${upgrade.engine_version}/${upgrade.chart_version}`}
          store={store}
          installed={data.installed}
          upgrade={upgrade}
        />
      ))}
    </Stack>
  )
}

function Offer({ store, installed, upgrade }: { store: StoreDetail; installed: Version | null; upgrade: Upgrade }) {
  const [asking, ask] = useDisclosure()
  return (
    <Paper withBorder p="md">
      <Stack gap="sm" align="flex-start">
        <Text fw={600}>{offerName(installed, upgrade)}</Text>
        <Refusable
          refused={refusalOf(store, "upgrade")}
          leftSection={<IconArrowUp size={16} aria-hidden />}
          onClick={ask.open}
        >
          Upgrade …
        </Refusable>
        <Values changes={upgrade.changes} />
      </Stack>
      {asking && <UpgradeDialog store={store} upgrade={upgrade} onClose={ask.close} />}
    </Paper>
  )
}

type ChangedValue = Schemas["ChangedValue"]

const COLUMNS: readonly Column<ChangedValue>[] = [
  { head: "Value of the chart", cell: ({ path }) => <Value text={path} /> },
  { head: "Now", cell: ({ before }) => <Value text={shownValue(before)} /> },
  { head: "After", cell: ({ after }) => <Value text={shownValue(after)} /> },
]

function Value({ text }: { text: string }) {
  return (
    <Code fz="xs" className="free-text">
      {text}
    </Code>
  )
}

function Values({ changes }: { changes: readonly ChangedValue[] }) {
  if (changes.length === 0) return <Text size="sm">It changes no value of the chart.</Text>
  return (
    <Stack gap={4} w="100%">
      <Text size="sm">
        It changes {changes.length} {changes.length === 1 ? "value" : "values"} of the chart:
      </Text>
      <Rows label="Changed values" rows={changes} keyOf={({ path }) => path} columns={COLUMNS} />
    </Stack>
  )
}
