import { Button, Code, Group, Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useOperate } from "../../../api/actions"
import type { Schemas } from "../../../api/client"
import type { StoreDetail } from "../../../api/queries"
import { Failure } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { type Column, Rows } from "../../../parts/Rows"
import { refusalOf } from "../../../parts/refusal"
import { When } from "../../../parts/When"
import { Section } from "../overview/Section"
import { driftQuery } from "../queries"
import { type Changed, changedRows, outsideSentence } from "./drift"

/** What somebody changed by hand in the cluster, which is looked at when it is asked for, and putting it right. */
export function Drift({ store }: { store: StoreDetail }) {
  const [asked, ask] = useState(false)
  const query = useQuery({ ...driftQuery(store.id), enabled: asked })
  const operate = useOperate()
  const look = () => (asked ? void query.refetch() : ask(true))
  const { data } = query
  return (
    <Section title="Changed by hand">
      <Stack gap="sm" align="flex-start" id="drift">
        <Text size="sm">
          What is in the cluster is compared with what was installed. A repair puts right what differs, and proves by a
          test order that the shop sells; what was only added stays.
        </Text>
        <Group align="flex-start">
          <Button variant="default" loading={query.isFetching} onClick={look}>
            Look now
          </Button>
          {data && !data.in_sync && (
            <Refusable
              refused={refusalOf(store, "repair")}
              loading={operate.isPending}
              onClick={() => operate.mutate({ store: store.id, body: { kind: "repair", parameters: {} } })}
            >
              Repair
            </Refusable>
          )}
        </Group>
        {operate.error && <Failure title="The repair could not be asked for" error={operate.error} />}
        {query.isError && <Failure title="What was changed could not be read" error={query.error} retry={look} />}
        <div role="status">{data && !query.isError && <Found drift={data} />}</div>
      </Stack>
    </Section>
  )
}

const COLUMNS: readonly Column<Changed>[] = [
  { head: "What", cell: ({ object, path }) => <Value text={path ? `${object} ${path}` : object} /> },
  { head: "Installed", cell: ({ installed }) => <Value text={installed} /> },
  { head: "Now", cell: ({ live }) => <Value text={live} /> },
]

function Value({ text }: { text: string }) {
  return (
    <Code fz="xs" className="free-text">
      {text}
    </Code>
  )
}

function Found({ drift }: { drift: Schemas["Drift"] }) {
  const rows = changedRows(drift)
  const outside = outsideSentence(drift)
  return (
    <Stack gap="xs">
      <Text size="sm">
        {drift.in_sync ? "Nothing is different from what was installed." : "It is not as it was installed."} Looked at{" "}
        <When at={drift.checked_at} />.
      </Text>
      {outside && <Text size="sm">{outside}</Text>}
      {drift.message && (
        <Text size="sm" className="free-text">
          {drift.message}
        </Text>
      )}
      {rows.length > 0 && (
        <Rows label="What differs" rows={rows} keyOf={({ object, path }) => `${object} ${path}`} columns={COLUMNS} />
      )}
    </Stack>
  )
}
