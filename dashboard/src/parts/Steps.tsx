import { Collapse, Group, Loader, Stack, Text, Title, UnstyledButton } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconChevronRight, IconCircleDashed } from "@tabler/icons-react"
import { useState } from "react"
import classes from "./Steps.module.css"
import type { Step } from "./steps"
import { clock, span } from "./time"
import { useNow } from "./use-now"

const WORDS = { waiting: "not begun", running: "under way", succeeded: "done", failed: "failed" } as const

/** Steps as headings, each with its time; what was said of a step can be opened, and is open where it failed or goes on. */
export function Steps({ steps, live }: { steps: readonly Step[]; live: boolean }) {
  return (
    <Stack gap={2} component="ol" className={classes.steps ?? ""}>
      {steps.map((step) => (
        <li key={step.name}>
          <OneStep step={step} live={live} />
        </li>
      ))}
    </Stack>
  )
}

function OneStep({ step, live }: { step: Step; live: boolean }) {
  const [opened, setOpened] = useState<boolean | null>(null)
  const open = opened ?? (step.status === "failed" || (step.status === "running" && live))
  return (
    <>
      <UnstyledButton
        className={classes.step ?? ""}
        onClick={() => setOpened(!open)}
        aria-expanded={open}
        disabled={step.messages.length === 0}
        data-step={step.name}
        data-status={step.status}
      >
        <Group gap="xs" wrap="nowrap">
          <Sign step={step} live={live} />
          <Title order={3} size="sm" fw={600} flex={1}>
            {step.name.replaceAll("_", " ")}
          </Title>
          <Text size="sm" c="dimmed" className="tabular">
            <Took step={step} live={live} />
          </Text>
          <IconChevronRight size={16} aria-hidden className={classes.chevron ?? ""} data-open={open} />
        </Group>
      </UnstyledButton>
      <Collapse expanded={open}>
        <Stack gap={2} className={classes.messages ?? ""}>
          {step.messages.map(({ at, text, failed }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages are only ever added at the end
            <Text key={index} size="sm" className="free-text" c={failed ? "var(--mantine-color-error)" : undefined}>
              <Text component="time" dateTime={at} size="xs" c="dimmed" mr="xs" className="tabular">
                {clock(at)}
              </Text>
              {text}
            </Text>
          ))}
        </Stack>
      </Collapse>
    </>
  )
}

function Sign({ step, live }: { step: Step; live: boolean }) {
  if (step.status === "succeeded")
    return <IconCheck size={18} color="var(--mantine-color-teal-text)" aria-label={WORDS.succeeded} />
  if (step.status === "failed")
    return <IconAlertTriangle size={18} color="var(--mantine-color-error)" aria-label={WORDS.failed} />
  if (step.status === "running" && live) return <Loader size={18} role="img" aria-label={WORDS.running} />
  return <IconCircleDashed size={18} color="var(--mantine-color-dimmed)" aria-label={WORDS.waiting} />
}

function Took({ step, live }: { step: Step; live: boolean }) {
  const now = useNow()
  if (!step.startedAt) return null
  if (!step.endedAt && !live) return null
  const end = step.endedAt ? new Date(step.endedAt).getTime() : now
  return span((end - new Date(step.startedAt).getTime()) / 1000)
}
