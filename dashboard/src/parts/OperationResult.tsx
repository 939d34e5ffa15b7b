import { Table, Text } from "@mantine/core"
import type { Operation } from "../api/queries"

/** What an operation found or did, as names and values. What is long or nested is shown as it is in the API. */
export function OperationResult({ operation }: { operation: Operation }) {
  const lines = Object.entries(operation.result ?? {}).filter(([, value]) => value !== null && value !== "")
  if (lines.length === 0) return null
  return (
    <Table mt="sm" withRowBorders={false} verticalSpacing={2} aria-label="Result">
      <Table.Tbody>
        {lines.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="30%" fw={500}>
              {name.replaceAll("_", " ")}
            </Table.Th>
            <Table.Td>
              <Text size="sm" className="free-text">
                {typeof value === "object" ? JSON.stringify(value) : String(value)}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
