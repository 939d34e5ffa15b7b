import { Button, Text } from "@mantine/core"
import { type ReactNode, useId } from "react"

type Props = { children: ReactNode; busy: boolean; refusal: string }

/** The button of a form. Where it cannot be used it says why, to the eye and to a screen reader, and stays reachable. */
export function Submit({ children, busy, refusal }: Props) {
  const why = useId()
  return (
    <>
      <Button
        type="submit"
        loading={busy}
        fullWidth
        data-disabled={refusal !== "" || undefined}
        aria-disabled={refusal !== ""}
        aria-describedby={refusal === "" ? undefined : why}
        onClick={(event) => refusal !== "" && event.preventDefault()}
      >
        {children}
      </Button>
      {refusal !== "" && (
        <Text size="sm" id={why}>
          {refusal}
        </Text>
      )}
    </>
  )
}
