import { Anchor, Button, Group, Paper, Stack, Table, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Link, useParams } from "react-router"
import { storeQuery } from "../../api/queries"
import { Failure } from "../../parts/Failure"
import { Freshness } from "../../parts/Freshness"
import { Loading } from "../../parts/Loading"
import { Page } from "../../parts/Page"
import { money } from "../../parts/regions"
import { StatusBadge } from "../../parts/StatusBadge"
import { full } from "../../parts/time"
import { When } from "../../parts/When"
import { orderQuery, type Order as Shown } from "./queries"
import { deliveryOf, spoken } from "./words"

/** One order, as it stands in its shop right now. */
export default function Order() {
  const { store = "", order: id = "" } = useParams()
  const query = useQuery(orderQuery(store, id))
  const order = query.data
  if (!order) {
    return (
      <Page title={`Order of ${store}`}>
        {query.isPending ? (
          <Loading rows={6} height={48} />
        ) : (
          <Failure title="The order could not be read" error={query.error} retry={() => void query.refetch()} />
        )}
      </Page>
    )
  }
  const shown = (
    <Group gap="sm" component="span">
      <span>Order {order.number}</span>
      <StatusBadge status={order.status} />
    </Group>
  )
  return (
    <Page title={`Order ${order.number} of ${store}`} shown={shown} actions={<ToOrders store={store} />}>
      <Freshness query={query} />
      <Facts order={order} />
      <Items order={order} />
      <Text size="sm" c="dimmed">
        As it stands in the shop, read <When at={new Date(query.dataUpdatedAt).toISOString()} />.
      </Text>
    </Page>
  )
}

function ToOrders({ store }: { store: string }) {
  const admin = useQuery(storeQuery(store)).data?.admin_url
  return (
    <>
      <Button component={Link} to={`/orders?store=${encodeURIComponent(store)}`} variant="default">
        All orders of the store
      </Button>
      {admin && (
        <Button component="a" href={admin} target="_blank" rel="noreferrer" variant="default">
          Open the shop's admin
        </Button>
      )}
    </>
  )
}

function Facts({ order }: { order: Shown }) {
  const engine = Object.entries(order.engine_status).map(([name, value]) => `${spoken(name)}: ${value}`)
  return (
    <Paper withBorder p="sm">
      <Table withRowBorders={false} verticalSpacing={4} aria-label="The order">
        <Table.Tbody>
          <Fact name="Store">
            <Anchor component={Link} to={`/stores/${order.store}`} inherit>
              {order.store}
            </Anchor>
          </Fact>
          <Fact name="Customer">{order.email}</Fact>
          <Fact name="Total">{money(order.total, order.currency)}</Fact>
          <Fact name="Payment">{spoken(order.payment_status)}</Fact>
          <Fact name="Delivery">{deliveryOf(order.fulfillment_status)}</Fact>
          {engine.length > 0 && <Fact name="The engine's own words">{engine.join(", ")}</Fact>}
          <Fact name="Placed">{full(order.created_at)}</Fact>
          <Fact name="Last changed">{full(order.updated_at)}</Fact>
          {order.archived && <Fact name="Archived">yes</Fact>}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr>
      <Table.Th scope="row" w="34%" maw={220} fw={500}>
        {name}
      </Table.Th>
      <Table.Td className="free-text">{children}</Table.Td>
    </Table.Tr>
  )
}

function Items({ order }: { order: Shown }) {
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        What was ordered
      </Title>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Product</Table.Th>
            <Table.Th>SKU</Table.Th>
            <Table.Th ta="end">Pieces</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {order.items.map(({ sku, title, quantity }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of an order have no id and do not move
            <Table.Tr key={index}>
              <Table.Td className="free-text">{title}</Table.Td>
              <Table.Td className="free-text">{sku || "none"}</Table.Td>
              <Table.Td ta="end" className="tabular">
                {quantity}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
