import { Group, Text } from "@mantine/core"
import { useMutation } from "@tanstack/react-query"
import { answered, api } from "../../../api/client"
import type { StoreDetail } from "../../../api/queries"
import { FailureLine } from "../../../parts/Failure"
import { Refusable } from "../../../parts/Refusable"

/** Has the shop ask Stripe whether it knows the key. */
export function PaymentsCheck({ store }: { store: StoreDetail }) {
  const check = useMutation({
    mutationFn: () =>
      answered(api.POST("/api/stores/{store_id}/payments/check", { params: { path: { store_id: store.id } } })),
  })
  return (
    <div>
      <Group align="center">
        <Refusable variant="default" refused="" loading={check.isPending} onClick={() => check.mutate()}>
          Try the key
        </Refusable>
        <Text size="sm" role="status">
          {check.isSuccess ? "Stripe knows it." : ""}
        </Text>
      </Group>
      <FailureLine error={check.error} />
    </div>
  )
}
