import { Page } from "../../parts/Page"

export default function Orders() {
  return <Page title="Orders">{null}</Page>
}
