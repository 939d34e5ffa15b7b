import { Anchor, Code, ColorSwatch, Group, Text } from "@mantine/core"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { enginesQuery, meQuery, type StoreDetail } from "../../../api/queries"
import { Fact, Facts } from "../../../parts/Facts"
import { countryName, currencyName, languageName } from "../../../parts/regions"
import { When } from "../../../parts/When"
import { Section } from "./Section"

/** What the shop is, and what is installed of it. */
export function About({ store }: { store: StoreDetail }) {
  const engines = useQuery(enginesQuery)
  const me = useQuery(meQuery)
  const title = engines.data?.items.find(({ name }) => name === store.engine)?.title ?? store.engine
  const versions = (
    <Anchor component={Link} to={`/stores/${store.id}/versions`} size="sm">
      Versions
    </Anchor>
  )
  return (
    <Section title="The shop" aside={versions}>
      <Facts>
        <Fact name="Id">
          <Code>{store.id}</Code>
        </Fact>
        <Fact name="Engine">
          {title}
          {store.deployed ? ` ${store.deployed.engine_version}` : ""}
        </Fact>
        {store.image && (
          <Fact name="Its owner's image">
            <Code className="free-text">{store.image}</Code>
          </Fact>
        )}
        <Fact name="Installed">
          <Installed store={store} />
        </Fact>
        <Fact name="Plan">{store.plan}</Fact>
        <Fact name="Cluster">{store.cluster}</Fact>
        <Fact name="Country">
          {countryName(store.country)} ({store.country})
        </Fact>
        <Fact name="Language">
          {languageName(store.locale)} ({store.locale})
        </Fact>
        <Fact name="Currency">
          {currencyName(store.currency)} ({store.currency})
        </Fact>
        <Fact name="Colour">
          <Group gap={6} component="span">
            <ColorSwatch color={store.color} size={16} component="span" aria-hidden />
            <Code>{store.color}</Code>
          </Group>
        </Fact>
        <Fact name="Admin e-mail">{store.admin_email}</Fact>
        <Fact name="Owner">{store.owner === me.data?.user.id ? "you" : store.owner}</Fact>
        <Fact name="Made">
          <When at={store.created_at} />
        </Fact>
        {store.is_copy && <Fact name="Copy">It sends no mail and reaches nobody outside.</Fact>}
      </Facts>
    </Section>
  )
}

function Installed({ store: { deployed } }: { store: StoreDetail }) {
  if (!deployed) return "nothing yet, or it is not known"
  return (
    <>
      chart {deployed.chart_version}, revision {deployed.revision}, <When at={deployed.at} />
      {Object.keys(deployed.images).length > 0 && (
        <details>
          <summary>Images</summary>
          {Object.entries(deployed.images).map(([part, image]) => (
            <Text key={part} size="xs">
              {part}: <Code className="free-text">{image}</Code>
            </Text>
          ))}
        </details>
      )}
    </>
  )
}
