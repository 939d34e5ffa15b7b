import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core"
import { IconAlertTriangle } from "@tabler/icons-react"
import type { ReactNode } from "react"
import { ApiError, sentenceOf } from "../api/problem"
import { CopyButton } from "./CopyButton"

type Props = {
  /** What did not work, as a heading. */
  title: string
  error: unknown
  /** Asks again, where that can help. */
  retry?: (() => void) | undefined
  evidence?: readonly string[]
  children?: ReactNode
}

/** A failure stays where it happened until it is over: the sentence, what was seen, and the button that helps. */
export function Failure({ title, error, retry, evidence = [], children }: Props) {
  const sentence = sentenceOf(error)
  const reason = error instanceof ApiError ? error.reason : ""
  const all = [title, reason, sentence, ...evidence].filter(Boolean).join("\n")
  return (
    <Alert color="red" title={title} icon={<IconAlertTriangle aria-hidden />}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" className="free-text">
          {sentence}
        </Text>
        {evidence.length > 0 && (
          <Code
            block
            w="100%"
            tabIndex={0}
            aria-label="What was seen"
            style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}
          >
            {evidence.join("\n")}
          </Code>
        )}
        {children}
        <Group gap="xs">
          {retry && (
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          )}
          <CopyButton value={all} label="Copy this" />
        </Group>
      </Stack>
    </Alert>
  )
}

/** A failure's short form for a line of a list or a form. */
export function FailureLine({ error }: { error: unknown }) {
  return error ? (
    <Text size="sm" c="var(--mantine-color-error)" role="alert" className="free-text">
      {sentenceOf(error)}
    </Text>
  ) : null
}
