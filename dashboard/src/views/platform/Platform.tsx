import { Alert, Group, Stack, Text, Title } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react"
import { type UseQueryResult, useQuery } from "@tanstack/react-query"
import { type Check, type Readiness, readinessQuery, versionQuery } from "../../api/readiness"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { CheckCard } from "./CheckCard"
import { knownCheck, verdictOf } from "./checks"

/** Whether the platform can take work, by its own checks. */
export default function Platform() {
  const ready = useQuery(readinessQuery)
  const version = useQuery(versionQuery)
  return (
    <Page
      title="Platform"
      actions={<Text c="dimmed">{version.data ? `Version ${version.data.version}` : "\u00a0"}</Text>}
    >
      <Freshness query={ready} />
      {ready.isPending && <Loading rows={5} height={84} />}
      {ready.isError && !ready.data && (
        <Failure title="The platform did not say how it is" error={ready.error} retry={() => void ready.refetch()} />
      )}
      {ready.data && <Found query={ready} found={ready.data} />}
    </Page>
  )
}

const ICONS = { teal: IconCheck, yellow: IconInfoCircle, red: IconAlertTriangle }

function Found({ query, found }: { query: UseQueryResult<Readiness>; found: Readiness }) {
  // What was well the last time says nothing of now, once the platform does not answer.
  const stale = query.isError || query.failureCount > 0
  return (
    <>
      {stale ? (
        <Alert color="gray" icon={<IconInfoCircle aria-hidden />} title="How the platform is now cannot be told">
          It does not answer. Below is what it said last.
        </Alert>
      ) : (
        <VerdictAlert found={found} />
      )}
      <Stack component="section" gap="sm" aria-label="Checks">
        <Title order={2} size="h4">
          Checks
        </Title>
        <Stack gap="xs" component="ul" className="plain-list">
          {Object.entries(found.checks).map(([name, check]) => (
            <li key={name}>
              <CheckOf name={name} check={check} stale={stale} />
            </li>
          ))}
        </Stack>
      </Stack>
    </>
  )
}

function CheckOf({ name, check, stale }: { name: string; check: Check; stale: boolean }) {
  const { title, means } = knownCheck(name)
  return <CheckCard title={title} status={stale ? "unknown" : check.status} message={check.message} means={means} />
}

function VerdictAlert({ found }: { found: Readiness }) {
  const { color, title, text } = verdictOf(found)
  const Icon = ICONS[color]
  return (
    <Alert color={color} icon={<Icon aria-hidden />} title={title} role="status">
      <Group>{text}</Group>
    </Alert>
  )
}
