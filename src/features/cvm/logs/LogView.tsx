import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { LogLine } from './LogLine.tsx'

interface LogViewProps {
  /** What is shown, for a screen reader. */
  label: string
  lines: readonly string[]
  wraps: boolean
  showsTime: boolean
  search: string
  /** The newest line stays in sight. */
  isFollowing: boolean
  /** Somebody scrolled up, or back to the end. */
  onFollow: (follows: boolean) => void
}

const rowPx = 20
/** So near the end counts as being there. */
const atEndPx = 24

/** Lines of which only those in sight are elements of the page. */
export function LogView({ label, lines, wraps, showsTime, search, isFollowing, onFollow }: LogViewProps) {
  const frame = useRef<HTMLElement>(null)
  const lastTop = useRef(0)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by the compiler
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 20,
  })
  useEffect(() => {
    if (isFollowing && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [isFollowing, lines, rows])
  useEffect(() => rows.measure(), [wraps, rows])

  const shown = rows.getVirtualItems()
  return (
    <section
      ref={frame}
      translate="no"
      aria-label={label}
      // A keyboard has to be able to scroll.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        const { scrollTop, scrollHeight, clientHeight } = currentTarget
        const isAtEnd = scrollHeight - scrollTop - clientHeight < atEndPx
        if (isFollowing && !isAtEnd && scrollTop < lastTop.current) onFollow(false)
        lastTop.current = scrollTop
      }}
      className="h-[min(36rem,65dvh)] overflow-auto bg-raised font-mono text-12 leading-5 focus-visible:outline-offset-[-2px]"
    >
      <div className={classNames('relative', !wraps && 'min-w-max')} style={{ height: rows.getTotalSize() }}>
        <div className="px-3" style={{ transform: `translateY(${shown[0]?.start ?? 0}px)` }}>
          {shown.map(({ index, key }) => (
            <div
              key={key}
              data-index={index}
              ref={rows.measureElement}
              className={classNames('min-h-5', wraps ? 'pl-4 -indent-4 whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre')}
            >
              <LogLine line={lines[index] ?? ''} showsTime={showsTime} search={search} />
            </div>
          ))}
        </div>
      </div>
    </section>
  )
}
