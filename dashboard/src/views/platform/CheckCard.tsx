import { Badge, Group, Paper, Text, Title } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconHelp, IconInfoCircle } from "@tabler/icons-react"

const LOOKS = {
  ok: { color: "teal", icon: IconCheck, label: "well" },
  degraded: { color: "yellow", icon: IconInfoCircle, label: "works, look at it" },
  failed: { color: "red", icon: IconAlertTriangle, label: "not well" },
  unknown: { color: "gray", icon: IconHelp, label: "not known now" },
} as const

type Props = { title: string; status: string; message: string; means: string }

/** One check: how it is, what it says, and what it means. */
export function CheckCard({ title, status, message, means }: Props) {
  const look = Object.hasOwn(LOOKS, status) ? LOOKS[status as keyof typeof LOOKS] : { ...LOOKS.unknown, label: status }
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="xs" mb={4}>
        <Title order={3} size="h5">
          {title}
        </Title>
        <Badge color={look.color} leftSection={<look.icon size={12} aria-hidden />}>
          {look.label}
        </Badge>
      </Group>
      {message && (
        <Text size="sm" className="free-text" mb={4}>
          {message}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {means}
      </Text>
    </Paper>
  )
}
