import { Group, Text } from "@mantine/core"
import type { Operation } from "../../api/queries"
import { useUser } from "../../api/session"
import { inOrder } from "./order"
import classes from "./Slots.module.css"

const MOST_DRAWN = 12

/** How many operations can run at once, and how many do. `total`: null while it is not known. */
export function Slots({ operations, total }: { operations: readonly Operation[]; total: number | null }) {
  const { role } = useUser()
  const { running, queued } = inOrder(operations)
  const taken = running.length
  const whose = role === "admin" ? "" : " by your operations"
  return (
    <Group gap="sm" mih={24}>
      {total !== null && total <= MOST_DRAWN && (
        <Group gap={4} aria-hidden>
          {Array.from({ length: Math.max(total, taken) }, (_, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places have nothing else
            <span key={place} className={classes.slot} data-taken={place < taken} />
          ))}
        </Group>
      )}
      <Text className="tabular">
        {total === null ? taken : `${taken} of ${total}`} slots taken{whose}, {queued.length} waiting
      </Text>
    </Group>
  )
}
