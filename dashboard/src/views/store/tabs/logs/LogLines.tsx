import { Button } from "@mantine/core"
import { IconArrowDown } from "@tabler/icons-react"
import { useVirtualizer } from "@tanstack/react-virtual"
import { type UIEvent, useEffect, useLayoutEffect, useRef, useState } from "react"
import { full } from "../../../../parts/time"
import { isAtEnd } from "./at-end"
import classes from "./LogLines.module.css"
import { colourOf, pieces, type Shown, shortPod, stamp } from "./lines"

const LINE = 18 // pixels: a line that is not wrapped
const END = -1

type Props = {
  lines: readonly Shown[]
  pods: readonly string[]
  q: string
  wrap: boolean
  /** True while lines are added at the end. */
  live: boolean
  /** Called when the reader is at the end and more has come: the oldest lines may go. */
  atEnd: () => void
}

/** A log's lines in a window of their own. It stays at the end until the reader moves up, and then stays where they are. */
export function LogLines({ lines, pods, q, wrap, live, atEnd }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const before = useRef({ top: 0, atEnd: true })
  // The last line that was there when the reader moved up; END: they are at the end.
  const [left, setLeft] = useState(END)
  const last = lines.at(-1)?.number ?? END
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => place.current,
    estimateSize: () => LINE,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 20,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: moved when there is another last line, or each has another height
  useLayoutEffect(() => {
    if (left === END && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: "end" })
  }, [last, lines.length, wrap, left])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for each new line, not for each new function
  useEffect(() => {
    if (left === END) atEnd()
  }, [last, left])
  const moved = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: UIEvent<HTMLDivElement>) => {
    const now = isAtEnd(before.current, { top: scrollTop, height: scrollHeight, window: clientHeight })
    before.current = { top: scrollTop, atEnd: now }
    setLeft((known) => (now ? END : known === END ? last : known))
  }
  const toEnd = () => {
    before.current = { top: place.current?.scrollTop ?? 0, atEnd: true }
    setLeft(END)
  }
  const fresh = left === END ? 0 : lines.filter(({ number }) => number > left).length
  return (
    <div className={classes.place}>
      <div
        ref={place}
        className={classes.window}
        role="log"
        aria-label="Log"
        aria-live={live && left === END ? "polite" : "off"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reachable by keyboard
        tabIndex={0}
        onScroll={moved}
      >
        <div className={classes.all} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index]
            return line ? (
              <div
                key={key}
                data-index={index}
                ref={rows.measureElement}
                className={classes.line}
                data-level={line.level ?? undefined}
                data-wrap={wrap || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <OneLine line={line} pods={pods} q={q} />
              </div>
            ) : null
          })}
        </div>
      </div>
      {live && left !== END && (
        <div className={classes.new}>
          <Button size="xs" leftSection={<IconArrowDown size={14} aria-hidden />} onClick={toEnd}>
            {fresh === 0 ? "To the end" : `${fresh} new ${fresh === 1 ? "line" : "lines"}`}
          </Button>
        </div>
      )}
    </div>
  )
}

function OneLine({ line, pods, q }: { line: Shown; pods: readonly string[]; q: string }) {
  return (
    <>
      <time dateTime={line.at} title={full(line.at)} className={classes.time}>
        {stamp(line.at)}
      </time>
      <span
        className={classes.pod}
        title={`${line.pod} / ${line.container}`}
        style={{ color: `var(--mantine-color-${colourOf(line.pod, pods)}-text)` }}
      >
        {shortPod(line)}
      </span>
      <span className={classes.text}>
        {pieces(line.text, q).map(({ text, found }, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never changes
          found ? <mark key={index}>{text}</mark> : text,
        )}
      </span>
    </>
  )
}
