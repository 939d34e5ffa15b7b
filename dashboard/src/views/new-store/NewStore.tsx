import { Page } from "../../parts/Page"

export default function NewStore() {
  return <Page title="NewStore">{null}</Page>
}
