import { Button, type ButtonProps, Tooltip } from "@mantine/core"
import type { StoreDetail } from "../api/queries"
import { kindName } from "./words"

type Props = ButtonProps & {
  /** Why it is not allowed; empty: it is. */
  refused: string
  onClick: () => void
}

/** A button that, where it is not allowed, can still be reached by keyboard and says why it is not. */
export function GuardedButton({ refused, onClick, ...button }: Props) {
  const off = refused !== ""
  return (
    <Tooltip
      label={refused}
      disabled={!off}
      events={{ hover: true, focus: true, touch: true }}
      multiline
      maw={320}
      withArrow
    >
      <Button
        {...button}
        onClick={off ? undefined : onClick}
        data-disabled={off || undefined}
        aria-disabled={off || undefined}
        aria-description={off ? refused : undefined}
      />
    </Tooltip>
  )
}

/** Why a store may not be asked for something now; empty: it may. */
export function refusalOf(store: StoreDetail, kind: string): string {
  if (store.allowed_operations.includes(kind)) return ""
  const said = store.refused_operations[kind]
  return said ? `${said}.` : `${kindName(kind)} is not allowed while the store is ${store.status.replaceAll("_", " ")}.`
}
