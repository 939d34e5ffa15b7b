import { Button, Group, Select, Stack, Switch, Text } from "@mantine/core"
import { IconRefresh } from "@tabler/icons-react"
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import type { Log } from "../../../../api/log-feed"
import { Failure } from "../../../../parts/Failure"
import { Loading } from "../../../../parts/Loading"
import { ParamTime } from "../../../../parts/ParamTime"
import { full, span } from "../../../../parts/time"
import { useParam } from "../../../../parts/use-params"
import { Bar } from "./Bar"
import { Found } from "./Found"
import { historicalQuery, useHistoricalParams, useLogParams, type Historical as Wanted } from "./filters"

const SPANS = [
  { value: "900", label: "15 minutes" },
  { value: "3600", label: "1 hour" },
  { value: "21600", label: "6 hours" },
  { value: "86400", label: "24 hours" },
]
const TAILS = ["200", "1000", "2000"]

/** The log as it was: the newest lines since a time, also of containers that were started again since. */
export function Historical({ store }: { store: string }) {
  const params = useLogParams()
  const wanted = useHistoricalParams()
  const query = useQuery(historicalQuery(store, params, wanted))
  const log = query.data
  const lines = useMemo(() => (log?.lines ?? []).map((line, number) => ({ ...line, number })), [log])
  const look = () => void query.refetch()
  return (
    <Stack gap="sm">
      <Bar store={store} mode="historical" pods={log?.pods ?? []}>
        <Times wanted={wanted} />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={look}
          loading={query.isFetching && !query.isPending}
        >
          Read again
        </Button>
      </Bar>
      {query.isError && <Failure title="The log could not be read" error={query.error} retry={look} />}
      {query.isPending && <Loading rows={9} height={36} />}
      {log && (
        <Found
          store={store}
          lines={lines}
          pods={log.pods}
          params={params}
          live={false}
          note={noteOf(log, wanted, query.dataUpdatedAt)}
          nothing={log.message || "Nothing was written in that time, or it is not kept any more."}
        />
      )}
    </Stack>
  )
}

function noteOf({ lines }: Log, { since, tail }: Wanted, readAt: number): string {
  const from = /^\d+$/.test(since) ? ` of the last ${span(Number(since))}` : since ? ` since ${full(since)}` : ""
  const more = lines.length >= tail ? ` · the newest ${tail}${from}: there may be older ones` : from
  return `${more} · read ${full(readAt)}`
}

function Times({ wanted: { since, tail, previous } }: { wanted: Wanted }) {
  const [, setSince] = useParam("since")
  const [, setTail] = useParam("tail")
  const [, setPrevious] = useParam("previous")
  return (
    <>
      <Select
        aria-label="Written in the last"
        placeholder="Any time"
        data={SPANS}
        value={SPANS.some(({ value }) => value === since) ? since : null}
        onChange={setSince}
        clearable
        clearButtonProps={{ "aria-label": "Clear: Written in the last" }}
        flex="1 1 130px"
        maw={150}
      />
      <ParamTime
        name="since"
        at={/^\d+$/.test(since) ? "" : since}
        aria-label="Written since"
        leftSection={<Text size="xs">since</Text>}
        leftSectionWidth={52}
        flex="1 1 230px"
        maw={260}
      />
      <Select
        aria-label="How many lines at most"
        data={TAILS.map((value) => ({ value, label: `${value} lines` }))}
        value={String(tail)}
        onChange={setTail}
        allowDeselect={false}
        flex="1 1 110px"
        maw={130}
      />
      <Group>
        <Switch
          label="Previous containers"
          checked={previous}
          onChange={(event) => setPrevious(event.currentTarget.checked ? "on" : null)}
        />
      </Group>
    </>
  )
}
