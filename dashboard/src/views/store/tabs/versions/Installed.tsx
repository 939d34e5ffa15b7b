import { Stack, Text, Title } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { enginesQuery, type StoreDetail } from "../../../../api/queries"
import { When } from "../../../../parts/When"
import { Images } from "./Images"

/** What is installed now. */
export function Installed({ store }: { store: StoreDetail }) {
  const engines = useQuery(enginesQuery)
  const title = engines.data?.items.find(({ name }) => name === store.engine)?.title ?? store.engine
  const { deployed } = store
  return (
    <Stack gap="xs" component="section" align="flex-start">
      <Title order={2} size="h4">
        Installed
      </Title>
      {deployed ? (
        <>
          <Text>
            <b>
              {title} {deployed.engine_version}
            </b>
            , chart {deployed.chart_version}, revision {deployed.revision}, since <When at={deployed.at} />
          </Text>
          <Images images={deployed.images} />
        </>
      ) : (
        <Text size="sm">Nothing is installed yet, or it is not known what.</Text>
      )}
    </Stack>
  )
}
