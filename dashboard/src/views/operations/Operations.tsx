import { Page } from "../../parts/Page"

export default function Operations() {
  return <Page title="Operations">{null}</Page>
}
