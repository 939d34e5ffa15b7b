import { Group, NativeSelect, Stack, Text } from "@mantine/core"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { answered, api, type Schemas } from "../../../api/client"
import { changed } from "../../../api/live"
import type { StoreDetail } from "../../../api/queries"
import { Failure, FailureLine } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { Refusable } from "../../../parts/Refusable"
import { full } from "../../../parts/time"
import { fieldError, otherError } from "../fields"
import { Section } from "../overview/Section"
import { scheduleQuery } from "../queries"
import { choiceOf, choicesOf, hoursOf } from "./hours"

type Known = Schemas["Schedule"]

/** How often the store is backed up, and a backup of it drilled. */
export function Schedule({ store }: { store: StoreDetail }) {
  const query = useQuery(scheduleQuery(store.id))
  return (
    <Section title="Scheduled backups and drills" id="schedule">
      {query.isPending && <Loading rows={3} height={48} />}
      {query.isError && !query.data && (
        <Failure title="The schedule could not be read" error={query.error} retry={() => void query.refetch()} />
      )}
      {query.data && <Form known={query.data} key={JSON.stringify([query.data.hours, query.data.drill_hours])} />}
    </Section>
  )
}

function useSave(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas["ChangeSchedule"]) =>
      answered(api.PUT("/api/stores/{store_id}/schedule", { params: { path: { store_id: id } }, body })),
    onSuccess: (schedule) => {
      client.setQueryData(scheduleQuery(id).queryKey, schedule)
      changed(client, ["store", id, "schedule"])
    },
  })
}

function Form({ known }: { known: Known }) {
  const save = useSave(known.store)
  const [said, setSaid] = useState({ hours: choiceOf(known.hours), drill_hours: choiceOf(known.drill_hours) })
  const same = said.hours === choiceOf(known.hours) && said.drill_hours === choiceOf(known.drill_hours)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!same) save.mutate({ hours: hoursOf(said.hours), drill_hours: hoursOf(said.drill_hours) })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <NativeSelect
            label="Backup"
            description={next(known.next_at, known.every_hours)}
            data={choicesOf(known.hours, known.every_hours)}
            value={said.hours}
            onChange={(event) => setSaid({ ...said, hours: event.currentTarget.value })}
            error={fieldError(save.error, "hours")}
            miw={240}
          />
          <NativeSelect
            label="Drill: a copy of the newest backup takes an order"
            description={next(known.drill_next_at, known.drill_every_hours)}
            data={choicesOf(known.drill_hours, known.drill_every_hours)}
            value={said.drill_hours}
            onChange={(event) => setSaid({ ...said, drill_hours: event.currentTarget.value })}
            error={fieldError(save.error, "drill_hours")}
            miw={240}
          />
        </Group>
        <FailureLine error={otherError(save.error, ["hours", "drill_hours"])} />
        <Group gap="sm" align="flex-start">
          <Refusable type="submit" refused={same ? "Nothing is changed above." : ""} loading={save.isPending}>
            Save the schedule
          </Refusable>
          <Text size="sm" role="status" py={7}>
            {save.isSuccess && same ? "The schedule is saved." : ""}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

function next(at: string | null, every: number): string {
  if (at) return `The next one is due on ${full(at)}.`
  return every === 0 ? "None is made by itself." : "None is due yet."
}
