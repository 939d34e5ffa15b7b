import { Text } from "@mantine/core"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { answered, api } from "../api/client"
import { EVERY } from "../api/live"
import { span } from "./time"

/** How long each kind of operation took on stores of the same engine. */
export const expectedQuery = (store: string) =>
  queryOptions({
    queryKey: ["store", store, "expected"],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/stores/{store_id}/expected", { params: { path: { store_id: store } }, signal })),
    staleTime: EVERY.slow,
  })

/** How long an operation is expected to take: by what was seen, never by a guess. */
export function ExpectedTime({ store, kind }: { store: string; kind: string }) {
  const { data } = useQuery(expectedQuery(store))
  return (
    <Text size="sm" mih={20}>
      {data && expectedSentence(data.expected[kind])}
    </Text>
  )
}

export function expectedSentence(expected: { seconds: number | null; of: number } | undefined): string {
  if (!expected || expected.seconds === null || expected.of === 0) {
    return "How long it takes is not known: none has succeeded on this engine yet."
  }
  const time = span(expected.seconds)
  if (expected.of === 1) return `Expected time: about ${time}, as the only one before took on this engine.`
  return `Expected time: about ${time}. Half of the ${expected.of} before on this engine took no longer.`
}
