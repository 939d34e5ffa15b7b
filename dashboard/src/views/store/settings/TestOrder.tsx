import { Stack, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { useOperate } from "../../../api/actions"
import { expectedQuery, type StoreDetail } from "../../../api/queries"
import { usually } from "../../../parts/expected"
import { Failure } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"
import { refusalOf } from "../../../parts/refusal"
import { When } from "../../../parts/When"
import { Section } from "../overview/Section"

/** Proves again that the shop sells. */
export function TestOrder({ store }: { store: StoreDetail }) {
  const operate = useOperate()
  const expected = useQuery(expectedQuery(store.id)).data?.expected.verify
  return (
    <Section title="Test order">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">
          An order is placed at the shop's public address, looked for in its admin and removed. One went through last:{" "}
          <When at={store.verified_at} />. {expected && usually(expected.seconds, expected.of)}
        </Text>
        {operate.error && <Failure title="The test order could not be asked for" error={operate.error} />}
        <Refusable
          variant="default"
          refused={refusalOf(store, "verify")}
          loading={operate.isPending}
          onClick={() => operate.mutate({ store: store.id, body: { kind: "verify", parameters: {} } })}
        >
          Place a test order
        </Refusable>
      </Stack>
    </Section>
  )
}
