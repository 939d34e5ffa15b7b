import { Progress } from "@mantine/core"
import { shareOfTime } from "./expected"

/** Time that has gone against what is expected: never full before the end, and not for screen readers, who have the sentence. */
export function TimeBar({ seconds, expected }: { seconds: number; expected: number }) {
  return (
    <Progress.Root size="sm" maw={420} aria-hidden>
      <Progress.Section
        value={shareOfTime(seconds, expected)}
        color={seconds > expected ? "gray" : undefined}
        withAria={false}
      />
    </Progress.Root>
  )
}
