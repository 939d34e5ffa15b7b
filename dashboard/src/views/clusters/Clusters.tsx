import { Page } from "../../parts/Page"

export default function Clusters() {
  return <Page title="Clusters">{null}</Page>
}
