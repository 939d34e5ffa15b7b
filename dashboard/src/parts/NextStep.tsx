import { Anchor, Text } from "@mantine/core"
import type { Operation } from "../api/queries"

type Props = { operation: Pick<Operation, "next_step" | "runbook" | "reason"> }

/** What to do about a failure, and the page that says more of its reason. */
export function NextStep({ operation: { next_step, runbook, reason } }: Props) {
  if (!next_step) return null
  return (
    <Text size="sm" className="free-text">
      <strong>What to do:</strong> {next_step}{" "}
      {runbook && (
        <Anchor href={runbook} target="_blank" rel="noreferrer" inherit underline="always">
          About {reason}
        </Anchor>
      )}
    </Text>
  )
}
