import { Anchor, Button, Code, Group, Stack, Text, Title } from "@mantine/core"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { Empty } from "../../parts/Empty"
import { FailureLine } from "../../parts/Failure"
import { Paged } from "../../parts/Paged"
import { ParamSelect } from "../../parts/ParamSelect"
import { type Column, Rows } from "../../parts/Rows"
import { StatusBadge } from "../../parts/StatusBadge"
import { full } from "../../parts/time"
import { useParam } from "../../parts/use-params"
import { When } from "../../parts/When"
import { type Delivery, deliveriesQuery, useRedeliver, useRedeliverDead } from "./queries"
import { cameOf } from "./words"

const STATUSES = ["pending", "delivered", "dead", "dropped"] as const

/** What was sent to a webhook, newest first, with what came of it; dead letters can be sent again, one or all. */
export function Deliveries({ id }: { id: string }) {
  const [wanted] = useParam("status")
  const status = STATUSES.find((each) => each === wanted) ?? ""
  const query = useInfiniteQuery(deliveriesQuery(id, status))
  const again = useRedeliver(id)
  const all = useRedeliverDead(id)
  const deliveries = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          What was sent
        </Title>
        <Group gap="xs">
          <ParamSelect name="status" label="Status" items={STATUSES} w={160} />
          <Button variant="default" onClick={() => all.mutate(undefined)} loading={all.isPending}>
            Send dead letters again
          </Button>
        </Group>
      </Group>
      <FailureLine error={again.error ?? all.error} />
      <Text size="sm" role="status">
        {all.isSuccess &&
          (all.data === 1 ? "1 dead letter is sent again." : `${all.data} dead letters are sent again.`)}
      </Text>
      <Paged query={query} what="deliveries" rows={4}>
        {query.data && deliveries.length === 0 && (
          <Empty title={status ? "There is none like that" : "Nothing was sent yet"}>
            What happens to stores is here for 30 days, with what the endpoint answered.
          </Empty>
        )}
        {deliveries.length > 0 && (
          <Rows label="Deliveries" rows={deliveries} keyOf={({ id }) => id} columns={columns(again.mutate)} />
        )}
      </Paged>
    </Stack>
  )
}

const columns = (again: (delivery: string) => void): Column<Delivery>[] => [
  { head: "Event", cell: (delivery) => <What delivery={delivery} /> },
  { head: "Status", cell: ({ status }) => <StatusBadge status={status} /> },
  { head: "What came of it", cell: (delivery) => <Outcome delivery={delivery} /> },
  { head: "Tries", number: true, cell: ({ tries }) => tries },
  { head: "Queued", cell: ({ queued_at }) => <When at={queued_at} /> },
  {
    head: "What can be done",
    named: false,
    // What was dropped is not the webhook's to know any more.
    cell: ({ id, event_type, sequence, status }) =>
      status !== "dropped" && (
        <Group justify="flex-end">
          <Button
            size="xs"
            variant="default"
            aria-label={`Send again: ${event_type}, number ${sequence}`}
            onClick={() => again(id)}
          >
            Send again
          </Button>
        </Group>
      ),
  },
]

function What({ delivery: { event_type, store_id, sequence } }: { delivery: Delivery }) {
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} className="free-text">
        {event_type}
      </Text>
      <Text size="xs" fw={400} component="div">
        {store_id ? (
          <Anchor component={Link} to={`/stores/${store_id}`} inherit className="free-text">
            {store_id}
          </Anchor>
        ) : (
          "a test"
        )}{" "}
        <span className="tabular">no. {sequence}</span>
      </Text>
    </Stack>
  )
}

function Outcome({ delivery }: { delivery: Delivery }) {
  const { attempts, next_at, body } = delivery
  const last = attempts.at(-1)
  return (
    <Stack gap={4}>
      <Text size="sm" className="free-text">
        {cameOf(delivery)}
      </Text>
      {next_at && <Text size="xs">Tried again at {full(next_at)}</Text>}
      <details>
        <summary>What was said</summary>
        <Code block tabIndex={0} aria-label="Body" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
          {body}
        </Code>
        {last?.answer && (
          <Code block tabIndex={0} aria-label="Answer" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
            {last.answer}
          </Code>
        )}
      </details>
    </Stack>
  )
}
