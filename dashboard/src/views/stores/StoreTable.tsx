import { Group, Table, Text } from "@mantine/core"
import { EnginePicture } from "../../parts/EnginePicture"
import { StatusBadge } from "../../parts/StatusBadge"
import { When } from "../../parts/When"
import { heightOf, noteOf } from "./rows"
import { Names, NoteLine } from "./StoreCards"
import type { Part } from "./StoreList"
import classes from "./StoreList.module.css"

export function StoreTable({ stores, before, after, of, first, underWay, titles }: Part) {
  return (
    <Table verticalSpacing={0} aria-rowcount={of + 1} layout="fixed" className={classes.table ?? ""}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="40%">Store</Table.Th>
          <Table.Th w={140}>Status</Table.Th>
          <Table.Th w={170}>Engine</Table.Th>
          <Table.Th visibleFrom="md">Plan</Table.Th>
          <Table.Th visibleFrom="md">Made</Table.Th>
          <Table.Th visibleFrom="lg">Test order</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {before > 0 && <Gap height={before} />}
        {stores.map((store, index) => {
          const note = noteOf(store, underWay)
          return (
            <Table.Tr
              key={store.id}
              h={heightOf(note, false)}
              className="row-link"
              aria-rowindex={first + index + 2}
              data-row={first + index}
            >
              <Table.Td>
                <Names store={store} />
                <NoteLine note={note} />
              </Table.Td>
              <Table.Td>
                <StatusBadge status={store.status} />
              </Table.Td>
              <Table.Td>
                <Group gap={6} wrap="nowrap">
                  <EnginePicture name={store.engine} title={titles.get(store.engine) ?? store.engine} size={22} />
                  <Text size="sm" truncate>
                    {titles.get(store.engine) ?? store.engine}
                  </Text>
                </Group>
              </Table.Td>
              <Table.Td visibleFrom="md">{store.plan}</Table.Td>
              <Table.Td visibleFrom="md">
                <When at={store.created_at} />
              </Table.Td>
              <Table.Td visibleFrom="lg">
                <When at={store.verified_at} empty="not yet" />
              </Table.Td>
            </Table.Tr>
          )
        })}
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
