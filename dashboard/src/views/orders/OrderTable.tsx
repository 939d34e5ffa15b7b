import { Anchor, Badge, Card, Group, Stack, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { Link } from "react-router"
import { money } from "../../parts/regions"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import type { Order } from "./queries"
import { standing } from "./words"

type Props = { orders: readonly Order[]; withStore: boolean }

export const orderPath = ({ store, id }: Pick<Order, "store" | "id">): string => `/orders/${store}/${id}`

/** Orders as a table, or as cards where the window is narrow. */
export function OrderTable(props: Props) {
  const narrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false
  return narrow ? <Cards {...props} /> : <Lines {...props} />
}

function Lines({ orders, withStore }: Props) {
  return (
    <Table verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={110}>Order</Table.Th>
          {withStore && <Table.Th>Store</Table.Th>}
          <Table.Th>Customer</Table.Th>
          <Table.Th w={120} ta="end">
            Total
          </Table.Th>
          <Table.Th w={280}>Status</Table.Th>
          <Table.Th w={110}>Placed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {orders.map((order) => (
          <Line key={orderPath(order)} order={order} withStore={withStore} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Line({ order, withStore }: { order: Order; withStore: boolean }) {
  return (
    <Table.Tr className="row-link">
      <Table.Td>
        <OrderLink order={order} />
      </Table.Td>
      {withStore && (
        <Table.Td>
          <Anchor component={Link} to={`/stores/${order.store}`} size="sm" truncate display="block">
            {order.store}
          </Anchor>
        </Table.Td>
      )}
      <Table.Td>
        <Text size="sm" truncate className="free-text" title={order.email}>
          {order.email}
        </Text>
      </Table.Td>
      <Table.Td ta="end" className="tabular">
        {money(order.total, order.currency)}
      </Table.Td>
      <Table.Td>
        <Standing order={order} />
      </Table.Td>
      <Table.Td>
        <When at={order.created_at} />
      </Table.Td>
    </Table.Tr>
  )
}

function OrderLink({ order }: { order: Order }) {
  return (
    <Anchor component={Link} to={orderPath(order)} fw={600} truncate display="block">
      {order.number}
    </Anchor>
  )
}

/** How an order stands: as a whole, and its payment and delivery in words. */
export function Standing({ order }: { order: Order }) {
  return (
    <Group gap={6}>
      <StatusBadge status={order.status} />
      {order.archived && <Badge color="gray">archived</Badge>}
      <Text size="xs" c="dimmed">
        {standing(order)}
      </Text>
    </Group>
  )
}

function Cards({ orders, withStore }: Props) {
  return (
    <Stack gap="sm" component="ul" className="plain-list">
      {orders.map((order) => (
        <li key={orderPath(order)}>
          <Card withBorder padding="sm">
            <Group justify="space-between" wrap="nowrap">
              <OrderLink order={order} />
              <Text fw={600} className="tabular">
                {money(order.total, order.currency)}
              </Text>
            </Group>
            <Text size="sm" className="free-text">
              {order.email}
            </Text>
            <Text size="sm" c="dimmed" mb={6}>
              {withStore && (
                <>
                  <Anchor component={Link} to={`/stores/${order.store}`} size="sm" underline="always">
                    {order.store}
                  </Anchor>
                  {" · "}
                </>
              )}
              <When at={order.created_at} />
            </Text>
            <Standing order={order} />
          </Card>
        </li>
      ))}
    </Stack>
  )
}
