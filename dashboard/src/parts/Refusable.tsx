import { Button, type ButtonProps, Stack, Text } from "@mantine/core"
import { type ReactNode, useId } from "react"
import { asSentence } from "./words"

type Props = ButtonProps & {
  /** Why it cannot be pressed now; empty: it can. */
  refused: string
  onClick?: () => void
  type?: "button" | "submit"
  children: ReactNode
}

/** A button that says why it cannot be pressed, below itself. It can be reached all the same, so that everybody hears it. */
export function Refusable({ refused, onClick, type = "button", children, ...props }: Props) {
  const id = useId()
  if (!refused) {
    return (
      <Button {...props} type={type} onClick={onClick}>
        {children}
      </Button>
    )
  }
  return (
    <Stack gap={4} align="flex-start">
      <Button {...props} type="button" data-disabled aria-disabled aria-describedby={id}>
        {children}
      </Button>
      <Text id={id} size="xs" c="dimmed" maw={420} className="free-text">
        {asSentence(refused)}
      </Text>
    </Stack>
  )
}
