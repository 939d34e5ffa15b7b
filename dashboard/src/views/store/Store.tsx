import { Page } from "../../parts/Page"

export default function Store() {
  return <Page title="Store">{null}</Page>
}
