import { Badge } from "@mantine/core"
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconClock,
  IconClockX,
  IconLoader2,
  IconTrash,
  type TablerIcon,
} from "@tabler/icons-react"

type Look = { color: string; icon: TablerIcon; label?: string }

// The word and the sign say it; the colour only helps. A status that is not here is shown by its own word.
const LOOKS: Record<string, Look> = {
  ready: { color: "teal", icon: IconCheck },
  succeeded: { color: "teal", icon: IconCheck },
  good: { color: "teal", icon: IconCheck },
  proven: { color: "teal", icon: IconCheck },
  failed: { color: "red", icon: IconAlertTriangle },
  timed_out: { color: "red", icon: IconClockX },
  canceled: { color: "gray", icon: IconBan },
  done: { color: "teal", icon: IconCheck },
  accepted: { color: "blue", icon: IconCheck },
  refused: { color: "orange", icon: IconBan },
  queued: { color: "gray", icon: IconClock },
  deleting: { color: "orange", icon: IconTrash },
  running: { color: "blue", icon: IconLoader2 },
  provisioning: { color: "blue", icon: IconLoader2, label: "being made" },
  upgrading: { color: "blue", icon: IconLoader2 },
  rolling_back: { color: "blue", icon: IconLoader2 },
  restoring: { color: "blue", icon: IconLoader2 },
  // An order's.
  completed: { color: "teal", icon: IconCheck },
  open: { color: "blue", icon: IconClock },
  on_hold: { color: "orange", icon: IconClock },
  // A webhook's, and a delivery's.
  active: { color: "teal", icon: IconCheck },
  failing: { color: "red", icon: IconAlertTriangle },
  disabled: { color: "gray", icon: IconBan },
  delivered: { color: "teal", icon: IconCheck },
  dead: { color: "red", icon: IconAlertTriangle },
  dropped: { color: "gray", icon: IconBan },
  // A target's of notices, and a notice's.
  "not confirmed": { color: "orange", icon: IconClock },
  sent: { color: "teal", icon: IconCheck },
  counted: { color: "gray", icon: IconCheck },
}

/** A status as a word, a sign and a colour. */
export function StatusBadge({ status }: { status: string }) {
  const look = LOOKS[status] ?? { color: "gray", icon: IconClock }
  return (
    <Badge color={look.color} leftSection={<look.icon size={12} aria-hidden />} data-status={status}>
      {look.label ?? status.replaceAll("_", " ")}
    </Badge>
  )
}
