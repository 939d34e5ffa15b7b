import { Button, Code, Group, Modal, Paper, Progress, Stack, Text } from "@mantine/core"
import { IconDownload } from "@tabler/icons-react"
import { way } from "../../../../api/download"
import { CopyButton } from "../../../../parts/CopyButton"
import { Failure } from "../../../../parts/Failure"
import { bytes, full } from "../../../../parts/time"
import type { Backup } from "./queries"
import { useDownload } from "./use-download"

const WAYS = {
  disk: "Your browser writes each file to the place that you choose while it comes: it may be of any size.",
  memory: "Your browser has no way to write while it reads: it holds the whole file in memory first.",
}

/** The files of a backup, one by one. Any of them can be checked by its SHA-256. */
export function DownloadDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const parts = Object.entries(backup.parts)
  return (
    <Modal opened onClose={onClose} title={`Download the backup of ${full(backup.made_at)}`} size="lg">
      <Stack>
        <Text size="sm">
          {WAYS[way()]} Whoever has these files has all that the shop knows, its buyers' addresses included.
        </Text>
        {parts.map(([part, { file, size, sha256 }]) => (
          <Part key={part} backup={backup} part={part} file={file} size={size} sha256={sha256} />
        ))}
        <Part backup={backup} part="manifest" file="manifest.json" size={null} sha256={null} />
        <Text size="xs" c="dimmed">
          Closing this ends a download that is not done yet.
        </Text>
      </Stack>
    </Modal>
  )
}

type PartProps = { backup: Backup; part: string; file: string; size: number | null; sha256: string | null }

function Part({ backup, part, file, size, sha256 }: PartProps) {
  const { start, cancel, state } = useDownload({ backup: backup.id, part, name: `${backup.store}-${file}`, size })
  return (
    <Paper withBorder p="sm">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <div>
            <Text size="sm" fw={600} tt="capitalize">
              {part}
            </Text>
            <Text size="xs" c="dimmed">
              {file}
              {size !== null && `, ${bytes(size)}`}
            </Text>
          </div>
          {state.is === "running" ? (
            <Button size="xs" variant="default" onClick={cancel}>
              Cancel
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} aria-hidden />}
              onClick={start}
              aria-label={`Download ${part}`}
            >
              Download
            </Button>
          )}
        </Group>
        {sha256 && <Sum sha256={sha256} />}
        {state.is === "running" && size !== null && size > 0 && (
          <Progress value={(100 * state.bytes) / size} aria-label={`${part}: how much has come`} />
        )}
        <Text size="xs" role="status">
          {state.is === "running" && `${bytes(state.bytes)} have come`}
          {state.is === "done" && "It is downloaded."}
          {state.is === "browser" &&
            "Your browser fetches it from the bucket that it lies in, among its own downloads."}
        </Text>
        {state.is === "failed" && <Failure title="It was not downloaded" error={state.error} retry={start} />}
      </Stack>
    </Paper>
  )
}

function Sum({ sha256 }: { sha256: string }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" className="free-text" miw={0} flex={1}>
        SHA-256 <Code fz={11}>{sha256}</Code>
      </Text>
      <CopyButton value={sha256} label="Copy" />
    </Group>
  )
}
