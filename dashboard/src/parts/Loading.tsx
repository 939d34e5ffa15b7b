import { Skeleton, Stack, VisuallyHidden } from "@mantine/core"

const KEYS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]

/** The place of what is being loaded: as high as what comes, so that nothing moves. */
export function Loading({ rows = 5, height = 48 }: { rows?: number; height?: number }) {
  return (
    <Stack gap="xs" aria-busy="true">
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      {KEYS.slice(0, rows).map((key) => (
        <Skeleton key={key} height={height} />
      ))}
    </Stack>
  )
}
