import { Group, Radio, SimpleGrid, Stack, Text } from "@mantine/core"
import type { Schemas } from "../../api/client"
import classes from "./Choices.module.css"
import { podLines, quotaLines } from "./quotas"

type Props = {
  plans: readonly Schemas["Plan"][]
  engine: string
  value: string
  error: string | undefined
  /** A store of a backup can be as large as the one that was backed up, whatever that was. */
  asBefore: boolean
  onChange: (plan: string) => void
}

/** The plans that the engine has, each with what all parts of a store may use together. */
export function PlanCards({ plans, engine, value, error, asBefore, onChange }: Props) {
  const offered = plans.filter((plan) => engine in plan.quotas)
  return (
    <Radio.Group
      name="plan"
      label="Plan"
      description="What all parts of the store may use together. It can be changed later."
      {...{ value, onChange, error }}
    >
      <SimpleGrid cols={{ base: 1, xs: 2, xl: 3 }} spacing="sm" mt="xs">
        {asBefore && <PlanCard value="" title="As in the backup" lines={[]} />}
        {offered.map(({ name, quotas, replicas, grows_to }) => (
          <PlanCard
            key={name}
            value={name}
            title={name}
            lines={[...podLines(replicas[engine], grows_to[engine]), ...quotaLines(quotas[engine] ?? {})]}
          />
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}

type Card = { value: string; title: string; lines: ReturnType<typeof quotaLines> }

function PlanCard({ value, title, lines }: Card) {
  const about = `plan-${value}`
  return (
    <Radio.Card value={value} className={classes.card ?? ""} aria-label={title} aria-describedby={about}>
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Text fw={600} className="free-text">
          {title}
        </Text>
        <Radio.Indicator />
      </Group>
      <Stack gap={0} id={about}>
        {lines.map((line) => (
          <Text key={line.name} size="sm" c="dimmed" className="tabular">
            {line.name}: {line.value}
          </Text>
        ))}
      </Stack>
    </Radio.Card>
  )
}
