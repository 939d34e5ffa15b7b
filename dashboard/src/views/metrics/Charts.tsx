// A chunk of its own, which no other view loads: the charts are larger than the rest of the page together.
import "@mantine/charts/styles.css"
import { BarChart } from "@mantine/charts"
import { span } from "../../parts/time"
import { type Ended, nameOf, OUTCOMES, outcomeName } from "./figures"

const SHADES = { succeeded: "teal.6", failed: "red.6", timed_out: "orange.5", canceled: "gray.5" } as const
export type Shown = "outcomes" | "seconds"
const ENDINGS = OUTCOMES.map((name) => ({ name, label: outcomeName(name), color: SHADES[name] }))
const TIMES = [
  { name: "p50_seconds", label: "half took no longer", color: "cyan.6" },
  { name: "p95_seconds", label: "95 of 100 took no longer", color: "grape.5" },
]

/** Operations as bars, one line per kind and engine: one picture with a name, no stop of the Tab key; the table has the numbers. */
export default function Charts({ lines, shown }: { lines: readonly Ended[]; shown: Shown }) {
  const data = lines.map((line) => ({ ...line, name: nameOf(line) }))
  const outcomes = shown === "outcomes"
  return (
    <BarChart
      h="100%"
      data={data}
      dataKey="name"
      orientation="vertical"
      type={outcomes ? "stacked" : "default"}
      series={outcomes ? ENDINGS : TIMES}
      {...(!outcomes && { valueFormatter: span })}
      xAxisProps={{ allowDecimals: false }}
      yAxisProps={{ width: 150, interval: 0 }}
      maxBarWidth={18}
      gridAxis="x"
      withLegend
      barProps={{ isAnimationActive: false }}
      tooltipAnimationDuration={0}
      accessibilityLayer={false}
    />
  )
}
