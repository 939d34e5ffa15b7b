import { Alert, Group, Text } from "@mantine/core"
import { useDisclosure } from "@mantine/hooks"
import { IconShieldHalfFilled } from "@tabler/icons-react"
import type { StoreDetail } from "../../api/queries"
import { Refusable } from "../../parts/Refusable"
import { refusalOf } from "../../parts/refusal"
import { SafeModeDialog } from "./SafeModeDialog"

/** Says on every tab that the shop is in safe mode, and ends it. */
export function SafeMode({ store }: { store: StoreDetail }) {
  const [asking, ask] = useDisclosure()
  return (
    <Alert color="orange" icon={<IconShieldHalfFilled aria-hidden />} title="Safe mode">
      <Group justify="space-between" gap="sm">
        <Text size="sm" flex="1 1 320px">
          The shop runs without the plugins and the theme that its owner installed, so that a broken one can be mended.
        </Text>
        <Refusable size="xs" variant="default" refused={refusalOf(store, "safe_mode")} onClick={ask.open}>
          End safe mode …
        </Refusable>
      </Group>
      {asking && <SafeModeDialog store={store} onClose={ask.close} />}
    </Alert>
  )
}
