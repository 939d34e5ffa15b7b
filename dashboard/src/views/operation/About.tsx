import { Paper, VisuallyHidden } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useId } from "react"
import { meQuery, type Operation } from "../../api/queries"
import { Fact, Facts } from "../../parts/Facts"
import { full } from "../../parts/time"

/** Who asked for it and with what, and when it was what. */
export function About({ operation }: { operation: Operation }) {
  const heading = useId()
  const me = useQuery(meQuery).data?.user.id
  const said = Object.entries(operation.parameters).filter(([, value]) => value !== null && value !== "")
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={heading}>
      <VisuallyHidden component="h2" id={heading}>
        About this operation
      </VisuallyHidden>
      <Facts>
        <Fact name="Asked for by">{operation.requested_by === me ? "you" : operation.requested_by}</Fact>
        {said.map(([name, value]) => (
          <Fact key={name} name={sentence(name)}>
            {text(value)}
          </Fact>
        ))}
        <Fact name="Accepted">{full(operation.created_at)}</Fact>
        {operation.started_at && <Fact name="Begun">{full(operation.started_at)}</Fact>}
        {operation.finished_at && <Fact name="Ended">{full(operation.finished_at)}</Fact>}
        {operation.attempt > 1 && <Fact name="Begun so often">{operation.attempt} times</Fact>}
        <Fact name="Operation">{operation.id}</Fact>
        {operation.request_id && <Fact name="Request">{operation.request_id}</Fact>}
      </Facts>
    </Paper>
  )
}

const sentence = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ")

function text(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no"
  return typeof value === "object" ? JSON.stringify(value) : String(value)
}
