import { Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { StoreDetail } from "../../../../api/queries"
import { FailureLine } from "../../../../parts/Failure"
import { full } from "../../../../parts/time"
import { useNow } from "../../../../parts/use-now"
import { When } from "../../../../parts/When"
import { scheduleQuery } from "../../queries"
import { everyHours, restoredIn, until } from "./words"

/** When the next backup and the next drill come, and when a restore was last proven. */
export function Times({ store }: { store: StoreDetail }) {
  const { data, error } = useQuery(scheduleQuery(store.id))
  return (
    <Stack gap={2} mih={66}>
      <FailureLine error={error} />
      {data && <Time what="Backup" every={data.every_hours} next={data.next_at} />}
      {data && <Time what="Restore drill" every={data.drill_every_hours} next={data.drill_next_at} />}
      <Text size="sm">
        {store.restored_ok_at ? (
          <>
            Last restored OK <When at={store.restored_ok_at} />
            {restoredIn(store)}.
          </>
        ) : (
          "No restore of it was proven yet: a drill does that."
        )}
      </Text>
    </Stack>
  )
}

function Time({ what, every, next }: { what: string; every: number; next: string | null }) {
  const now = useNow()
  return (
    <Text size="sm">
      {what} {everyHours(every)}
      {next && (
        <>
          , next{" "}
          <time dateTime={next} title={full(next)} className="tabular">
            {until(next, now)}
          </time>
        </>
      )}
      .
    </Text>
  )
}
