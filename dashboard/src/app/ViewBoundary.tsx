import { Alert, Button, Code, Container, Stack } from "@mantine/core"
import { Component, type ReactNode } from "react"
import { sentenceOf } from "../api/problem"

type Props = { children: ReactNode; path: string }

/** A view that fails says so, and does not take the rest of the page with it. */
export class ViewBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override componentDidUpdate(before: Props) {
    if (before.path !== this.props.path && this.state.error !== null) this.setState({ error: null })
  }

  override render() {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />
  }
}

function Broken({ error }: { error: unknown }) {
  return (
    <Container py="xl" size="sm">
      <Alert color="red" title="This view has failed">
        <Stack align="flex-start">
          The page has a defect, or was replaced by a newer version while it was open. Loading it again helps in the
          second case.
          <Code block>{sentenceOf(error)}</Code>
          <Button onClick={() => window.location.reload()}>Load the page again</Button>
        </Stack>
      </Alert>
    </Container>
  )
}
