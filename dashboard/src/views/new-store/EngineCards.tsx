import { Group, Radio, SimpleGrid, Stack, Text } from "@mantine/core"
import type { Schemas } from "../../api/client"
import { EnginePicture } from "../../parts/EnginePicture"
import classes from "./Choices.module.css"

type Engine = Schemas["Engine"]
type Props = {
  engines: readonly Engine[]
  value: string
  error: string | undefined
  onChange: (engine: string) => void
}

/** The engines as pictures. One that cannot be had here is shown all the same, with the reason. */
export function EngineCards({ engines, value, error, onChange }: Props) {
  return (
    <Radio.Group name="engine" label="Engine" description="The software of the shop." {...{ value, onChange, error }}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" mt="xs">
        {engines.map((engine) => (
          <EngineCard key={engine.name} engine={engine} />
        ))}
      </SimpleGrid>
    </Radio.Group>
  )
}

function EngineCard({ engine }: { engine: Engine }) {
  const { name, title, version, available, message } = engine
  const about = `engine-${name}`
  return (
    <Radio.Card
      value={name}
      disabled={!available}
      className={classes.card ?? ""}
      aria-label={`${title} ${version}`}
      aria-describedby={about}
    >
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <EnginePicture name={name} title={title} />
        <Stack gap={2} flex={1} miw={0}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <Text fw={600} className="free-text">
              {title}{" "}
              <Text span c="dimmed" size="sm" fw={400}>
                {version}
              </Text>
            </Text>
            <Radio.Indicator disabled={!available} />
          </Group>
          <Text size="sm" c={available ? "dimmed" : undefined} id={about} className="free-text">
            {available ? sells(engine) : message || "It cannot be had here."}
          </Text>
        </Stack>
      </Group>
    </Radio.Card>
  )
}

const count = (codes: readonly string[] | null, one: string, many: string): string =>
  codes === null ? `any ${one}` : `${codes.length} ${codes.length === 1 ? one : many}`

/** What an engine is good for, in a line, as the platform describes it. */
export function sells({ countries, currencies }: Pick<Engine, "countries" | "currencies">): string {
  return `Sells in ${count(countries, "country", "countries")}, in ${count(currencies, "currency", "currencies")}.`
}
