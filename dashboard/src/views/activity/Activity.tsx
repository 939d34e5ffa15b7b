import { Switch } from "@mantine/core"
import { Page } from "../../parts/Page"
import { useParam } from "../../parts/use-params"
import { ActivityList } from "./ActivityList"
import { Filters } from "./Filters"
import { useFilter } from "./queries"

/** Who did what: an admin sees everything, an owner what concerns their stores and themselves. */
export default function Activity() {
  const filter = useFilter()
  const [about, setAbout] = useParam("about")
  const stores = about === "stores"
  return (
    <Page title="Activity">
      <Filters ofOneStore={false}>
        <Switch
          label="Only what is about stores"
          checked={stores}
          onChange={(event) => setAbout(event.currentTarget.checked ? "stores" : null)}
        />
      </Filters>
      <ActivityList wanted={{ ...filter, about: stores ? "stores" : "all" }} />
    </Page>
  )
}
