import { Page } from "../../parts/Page"

export default function Platform() {
  return <Page title="Platform">{null}</Page>
}
