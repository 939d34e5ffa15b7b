import { Table, Text } from "@mantine/core"
import type { Operation } from "../api/queries"
import { type ResultLine, resultLines } from "./results"

const SHORT = 8 // lines that are shown without being asked for

/** What an operation found or did, as names and values. */
export function OperationResult({ operation }: { operation: Operation }) {
  const lines = resultLines(operation)
  if (lines.length === 0) return null
  return (
    <Table
      mt="sm"
      withRowBorders={false}
      verticalSpacing={2}
      horizontalSpacing={0}
      maw={640}
      aria-label="Result"
      layout="fixed"
    >
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.name}>
            <Table.Th scope="row" w="34%" fw={500} style={{ verticalAlign: "top" }}>
              {line.name}
            </Table.Th>
            <Table.Td>
              <Lines {...line} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Lines({ lines }: ResultLine) {
  if (lines.length <= SHORT) return <Texts lines={lines} />
  return (
    <details>
      <summary>{lines.length} in all</summary>
      <Texts lines={lines} />
    </details>
  )
}

function Texts({ lines }: { lines: readonly string[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a result do not change
    <Text key={index} size="sm" className="free-text">
      {line}
    </Text>
  ))
}
