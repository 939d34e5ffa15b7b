import { Page } from "../../parts/Page"

export default function Metrics() {
  return <Page title="Metrics">{null}</Page>
}
