import { Collapse, Group, Loader, Stack, Text, Title, UnstyledButton } from "@mantine/core"
import { IconAlertTriangle, IconCheck, IconChevronRight, IconCircleDashed } from "@tabler/icons-react"
import { useState } from "react"
import classes from "./Steps.module.css"
import { type Step, type StepWords, titleOf } from "./steps"
import { clock, span } from "./time"
import { useNow } from "./use-now"

const WORDS = { waiting: "not begun", running: "under way", succeeded: "done", failed: "failed" } as const

type Props = {
  steps: readonly Step[]
  live: boolean
  /** What the steps of the kind are called. */
  words?: readonly StepWords[]
}

/** Steps as headings, each with its time; what was said of a step can be opened, and is open where it failed or goes on. */
export function Steps({ steps, live, words = [] }: Props) {
  return (
    <Stack gap={2} component="ol" className="plain-list">
      {steps.map((step) => (
        <li key={step.name}>
          <OneStep step={step} live={live} title={titleOf(step, words)} />
        </li>
      ))}
    </Stack>
  )
}

function OneStep({ step, live, title }: { step: Step; live: boolean; title: string }) {
  const [opened, setOpened] = useState<boolean | null>(null)
  // What only says again what the step is called is nothing to open.
  const more = step.messages.some(({ text }) => text !== title)
  const open = opened ?? (step.status === "failed" || (step.status === "running" && live))
  return (
    <>
      <Title order={3} size="sm">
        <UnstyledButton
          className={classes.step ?? ""}
          onClick={() => setOpened(!open)}
          aria-expanded={more ? open : undefined}
          disabled={!more}
          data-step={step.name}
          data-status={step.status}
        >
          <Group gap="xs" wrap="nowrap" component="span">
            <Sign step={step} live={live} />
            <Text component="span" size="sm" flex={1} className={`free-text ${classes.title}`}>
              {title}
            </Text>
            <Text component="span" size="sm" c="dimmed" className="tabular">
              <Took step={step} live={live} />
            </Text>
            <IconChevronRight size={16} aria-hidden className={classes.chevron ?? ""} data-open={open} />
          </Group>
        </UnstyledButton>
      </Title>
      <Collapse expanded={open && more}>
        <Messages step={step} />
      </Collapse>
    </>
  )
}

function Messages({ step }: { step: Step }) {
  return (
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
  )
}

function Sign({ step, live }: { step: Step; live: boolean }) {
  const size = { size: 18, style: { flex: "none" } }
  if (step.status === "succeeded")
    return <IconCheck {...size} color="var(--mantine-color-teal-text)" role="img" aria-label={WORDS.succeeded} />
  if (step.status === "failed")
    return <IconAlertTriangle {...size} color="var(--mantine-color-error)" role="img" aria-label={WORDS.failed} />
  if (step.status === "running" && live)
    return <Loader size={18} role="img" aria-label={WORDS.running} style={{ flex: "none" }} />
  const word = step.status === "running" ? "not ended" : WORDS.waiting
  return <IconCircleDashed {...size} color="var(--mantine-color-dimmed)" role="img" aria-label={word} />
}

function Took({ step, live }: { step: Step; live: boolean }) {
  const now = useNow()
  if (!step.startedAt) return null
  if (!step.endedAt && !live) return null
  const end = step.endedAt ? new Date(step.endedAt).getTime() : now
  return span((end - new Date(step.startedAt).getTime()) / 1000)
}
