import { Anchor, Card, Group, Stack, Table, Text } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { useWindowVirtualizer } from "@tanstack/react-virtual"
import { useLayoutEffect, useRef, useState } from "react"
import { Link } from "react-router"
import type { Store } from "../../api/queries"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"

const ROW = 56 // pixels: a line of the table
const CARD = 132 // pixels: a card on a phone
const VIRTUAL_FROM = 100 // so many are drawn as they are: the browser's own search finds all of them

/** The stores as a table, or as cards where the window is narrow. Of very many only those that can be seen are drawn. */
export function StoreList({ stores }: { stores: readonly Store[] }) {
  const narrow = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false }) ?? false
  const place = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(place.current?.offsetTop ?? 0), [])
  const rows = useWindowVirtualizer({
    count: stores.length,
    estimateSize: () => (narrow ? CARD : ROW),
    overscan: stores.length > VIRTUAL_FROM ? 12 : stores.length,
    scrollMargin: offset,
  })
  const items = rows.getVirtualItems()
  const before = Math.max(0, (items[0]?.start ?? offset) - offset)
  const after = Math.max(0, rows.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset))
  const shown = items.flatMap(({ index }) => stores[index] ?? [])
  return (
    <div ref={place}>
      {narrow ? (
        <Cards stores={shown} before={before} after={after} />
      ) : (
        <StoreTable stores={shown} before={before} after={after} of={stores.length} first={items[0]?.index ?? 0} />
      )}
    </div>
  )
}

type Part = { stores: readonly Store[]; before: number; after: number }

function StoreTable({ stores, before, after, of, first }: Part & { of: number; first: number }) {
  return (
    <Table verticalSpacing={0} aria-rowcount={of + 1} layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="38%">Store</Table.Th>
          <Table.Th w={150}>Status</Table.Th>
          <Table.Th>Engine</Table.Th>
          <Table.Th visibleFrom="md">Plan</Table.Th>
          <Table.Th visibleFrom="md">Made</Table.Th>
          <Table.Th visibleFrom="lg">Test order</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {before > 0 && <Gap height={before} />}
        {stores.map((store, index) => (
          <Table.Tr key={store.id} h={ROW} className="row-link" aria-rowindex={first + index + 2}>
            <Table.Td>
              <Names store={store} />
            </Table.Td>
            <Table.Td>
              <StatusBadge status={store.status} />
            </Table.Td>
            <Table.Td tt="capitalize">{store.engine}</Table.Td>
            <Table.Td visibleFrom="md">{store.plan}</Table.Td>
            <Table.Td visibleFrom="md">
              <When at={store.created_at} />
            </Table.Td>
            <Table.Td visibleFrom="lg">
              <When at={store.verified_at} empty="not yet" />
            </Table.Td>
          </Table.Tr>
        ))}
        {after > 0 && <Gap height={after} />}
      </Table.Tbody>
    </Table>
  )
}

/** The height of the rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={6} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function Names({ store }: { store: Store }) {
  return (
    <Stack gap={0}>
      <Anchor component={Link} to={`/stores/${store.id}`} fw={600} truncate className="free-text">
        {store.name}
      </Anchor>
      <Text size="xs" c="dimmed" truncate>
        {new URL(store.url).host}
      </Text>
    </Stack>
  )
}

function Cards({ stores, before, after }: Part) {
  return (
    <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: "none", paddingBlock: `${before}px ${after}px` }}>
      {stores.map((store) => (
        <li key={store.id} style={{ minHeight: CARD }}>
          <Card withBorder h={CARD - 12}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Names store={store} />
              <StatusBadge status={store.status} />
            </Group>
            <Text size="sm" mt="auto">
              <span className="engine-name">{store.engine}</span>, {store.plan} · made <When at={store.created_at} />
            </Text>
          </Card>
        </li>
      ))}
    </Stack>
  )
}
