import { Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { expectedQuery, type StoreDetail } from "../../../api/queries"
import { Fact, Facts } from "../../../parts/Facts"
import { FailureLine } from "../../../parts/Failure"
import { Loading } from "../../../parts/Loading"
import { span } from "../../../parts/time"
import { kindName } from "../../../parts/words"
import { Section } from "./Section"

/** How long operations take on this engine, as far as that was seen. */
export function Times({ store }: { store: StoreDetail }) {
  const query = useQuery(expectedQuery(store.id))
  const known = Object.entries(query.data?.expected ?? {}).filter(([, { seconds }]) => seconds !== null)
  return (
    <Section title="How long things take">
      {query.isPending && <Loading rows={3} height={22} />}
      {query.isError && !query.data && <FailureLine error={query.error} />}
      {query.data && known.length === 0 && <Text size="sm">Nothing was done yet that it could be known from.</Text>}
      {known.length > 0 && (
        <>
          <Facts>
            {known.map(([kind, { seconds, of }]) => (
              <Fact key={kind} name={kindName(kind)}>
                <span className="tabular">{span(seconds ?? 0)}</span>
                {of === 1 ? ", seen once" : `, of ${of}`}
              </Fact>
            ))}
          </Facts>
          <Text size="xs" c="dimmed" mt="xs">
            The median of those that went well on this engine, within a tenth.
          </Text>
        </>
      )}
    </Section>
  )
}
