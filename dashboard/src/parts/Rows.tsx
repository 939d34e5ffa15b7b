import { Card, Group, Stack, Table, Text, VisuallyHidden } from "@mantine/core"
import { useMediaQuery } from "@mantine/hooks"
import { Fragment, type ReactNode } from "react"

export type Column<Row> = {
  head: string
  cell: (row: Row) => ReactNode
  /** Numbers stand at the end of their cell, one below the other. */
  number?: boolean
  /** False: the heading is for screen readers alone, as of a column of buttons. */
  named?: boolean
}
type Props<Row> = {
  /** What the rows are, for who does not see them. */
  label: string
  rows: readonly Row[]
  keyOf: (row: Row) => string
  /** The first names the row. */
  columns: readonly Column<Row>[]
}

/** Rows of a table; where the window is narrow each is a card, with the names of its columns beside what is in them. */
export function Rows<Row>(props: Props<Row>) {
  const narrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false
  return narrow ? <Cards {...props} /> : <Wide {...props} />
}

function Wide<Row>({ label, rows, keyOf, columns }: Props<Row>) {
  return (
    <Table aria-label={label} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ head, number, named = true }) => (
            <Table.Th key={head} ta={number ? "end" : undefined}>
              {named ? head : <VisuallyHidden>{head}</VisuallyHidden>}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={keyOf(row)}>
            {columns.map(({ head, cell, number }, index) =>
              index === 0 ? (
                <Table.Th key={head} scope="row" fw={600}>
                  {cell(row)}
                </Table.Th>
              ) : (
                <Table.Td key={head} ta={number ? "end" : undefined} className={number ? "tabular" : undefined}>
                  {cell(row)}
                </Table.Td>
              ),
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Cards<Row>({ label, rows, keyOf, columns }: Props<Row>) {
  return (
    <Stack gap="xs" component="ul" className="plain-list" aria-label={label}>
      {rows.map((row) => (
        <li key={keyOf(row)}>
          <Card withBorder p="sm">
            <Stack gap={4}>
              {columns.map(({ head, cell, named = true }, index) => (
                <Fragment key={head}>
                  {index === 0 || !named ? cell(row) : <Pair head={head}>{cell(row)}</Pair>}
                </Fragment>
              ))}
            </Stack>
          </Card>
        </li>
      ))}
    </Stack>
  )
}

function Pair({ head, children }: { head: string; children: ReactNode }) {
  return (
    <Group gap="xs" wrap="nowrap" align="baseline" justify="space-between">
      <Text size="sm" c="dimmed" flex="none">
        {head}
      </Text>
      <Text size="sm" component="div" ta="end" className="free-text" miw={0}>
        {children}
      </Text>
    </Group>
  )
}
