import { Button, Group, Text } from "@mantine/core"
import { IconDownload } from "@tabler/icons-react"
import { type ReactNode, useMemo } from "react"
import type { Line } from "../../../../api/log-feed"
import { saveText } from "../../../../api/save"
import { Empty } from "../../../../parts/Empty"
import { Wrap } from "./Bar"
import type { LogParams } from "./filters"
import { LogLines } from "./LogLines"
import { asText, wantedLines } from "./lines"

type Props = {
  store: string
  lines: readonly Line[]
  pods: readonly string[]
  params: LogParams
  live: boolean
  /** What is said of the lines beside how many there are. */
  note: ReactNode
  /** Why there is no line, where that is known. */
  nothing: string
  atEnd?: () => void
}

const stay = () => {}

/** The lines that the filters let through, how many they are, and the way to keep them. */
export function Found({ store, lines, pods, params, live, note, nothing, atEnd = stay }: Props) {
  const { q, level, wrap } = params
  const shown = useMemo(() => wantedLines(lines, { q, level }), [lines, q, level])
  const filtered = shown.length < lines.length
  const save = () => saveText(`${store}-log-${new Date().toISOString().replaceAll(":", "")}.txt`, asText(shown))
  return (
    <>
      <Group gap="sm" mih={30}>
        <Text size="sm" className="tabular" flex={1} miw={200}>
          {filtered ? `${shown.length} of ${lines.length} lines` : `${lines.length} lines`}
          {note}
        </Text>
        <Wrap />
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={save}
          disabled={shown.length === 0}
        >
          Download what is shown
        </Button>
      </Group>
      {shown.length > 0 ? (
        <LogLines lines={shown} pods={pods} q={q} wrap={wrap} live={live} atEnd={atEnd} />
      ) : (
        <Nothing filtered={filtered} level={level} said={nothing} />
      )}
    </>
  )
}

function Nothing({ filtered, level, said }: { filtered: boolean; level: string; said: string }) {
  if (!filtered) return <Empty title="There is no line">{said}</Empty>
  return (
    <Empty title="No line is like that">
      {level
        ? "Change the filters. A line is taken for an error or a warning only where it says so itself."
        : "Change the search."}
    </Empty>
  )
}
