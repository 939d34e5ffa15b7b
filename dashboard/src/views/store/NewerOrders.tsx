import { Radio, Stack } from "@mantine/core"
import { full } from "../../parts/time"

type Props = { madeAt: string; carry: boolean; onChange: (carry: boolean) => void }

/** What becomes of what the shop got after a backup was made. */
export function NewerOrders({ madeAt, carry, onChange }: Props) {
  return (
    <Radio.Group
      label="What the shop got since then"
      value={carry ? "carry" : "leave"}
      onChange={(value) => onChange(value === "carry")}
    >
      <Stack gap="xs" mt={4}>
        <Radio
          value="carry"
          label="Carry newer orders over"
          description={`Orders, customers and stock that are newer than ${full(madeAt)} are put into the shop again. What could not be carried over is named at the end.`}
        />
        <Radio
          value="leave"
          label="Leave newer orders out"
          description={`The shop is as it was at ${full(madeAt)}, and no more. Every newer order is gone from it: it is then only in the backup of the shop as it is now, which is made first.`}
        />
      </Stack>
    </Radio.Group>
  )
}
