import { Box, Skeleton, Stack, Title } from "@mantine/core"
import { lazy, type ReactNode, Suspense } from "react"
import type { Shown } from "./Charts"
import type { Ended } from "./figures"

const Charts = lazy(() => import("./Charts"))
const LINE = { outcomes: 30, seconds: 44 } // pixels for a kind and an engine
const AROUND = 76 // pixels for the axis and the legend

type Props = { title: string; what: string; shown: Shown; lines: readonly Ended[]; children: ReactNode }

/** A chart, and below it the same numbers as a table. `what`: the chart in words, for who does not see it. */
export function Figure({ title, what, shown, lines, children }: Props) {
  const height = AROUND + LINE[shown] * lines.length
  return (
    <Stack component="section" gap="sm" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Box h={height} role="img" aria-label={`${what} The same numbers are in the table below.`}>
        <Suspense fallback={<Skeleton height={height} />}>
          <Charts lines={lines} shown={shown} />
        </Suspense>
      </Box>
      {children}
    </Stack>
  )
}
