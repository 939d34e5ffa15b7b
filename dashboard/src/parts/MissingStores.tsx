import { Alert, Anchor, Button, Group, Text } from "@mantine/core"
import { IconPlugConnectedX } from "@tabler/icons-react"
import { Fragment } from "react"
import { Link } from "react-router"
import type { missingByReason } from "./missing"

const SHOWN = 8 // stores that are named of each reason

type Props = {
  /** What of them is left out, as a heading says it: "The orders". */
  what: string
  groups: ReturnType<typeof missingByReason>
  busy: boolean
  again: () => void
}

/** The stores of which a list has nothing, and why: a list that leaves something out says so. */
export function MissingStores({ what, groups, busy, again }: Props) {
  const number = groups.reduce((sum, { stores }) => sum + stores.length, 0)
  if (number === 0) return null
  const title =
    number === 1 ? `${what} of one store are not in this list` : `${what} of ${number} stores are not in this list`
  return (
    <Alert variant="default" icon={<IconPlugConnectedX aria-hidden />} title={title} role="status">
      <Group justify="space-between" align="flex-end" gap="sm">
        <div>
          {groups.map(({ why, stores }) => (
            <Text key={why} size="sm" className="free-text">
              {why}: <Names stores={stores} />
            </Text>
          ))}
        </div>
        <Button size="xs" variant="default" onClick={again} loading={busy}>
          Ask again
        </Button>
      </Group>
    </Alert>
  )
}

function Names({ stores }: { stores: readonly string[] }) {
  return (
    <>
      {stores.slice(0, SHOWN).map((store, index) => (
        <Fragment key={store}>
          {index > 0 && ", "}
          <Anchor component={Link} to={`/stores/${store}`} inherit underline="always">
            {store}
          </Anchor>
        </Fragment>
      ))}
      {stores.length > SHOWN && `, and ${stores.length - SHOWN} more`}
    </>
  )
}
