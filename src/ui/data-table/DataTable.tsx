import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type ChangeEvent, type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import { DataTableHead } from './DataTableHead.tsx'
import { DataTableRow } from './DataTableRow.tsx'
import { useHeldOrder } from './use-held-order.ts'
import { useSortedRows } from './use-sorted-rows.ts'
import type { DataColumn, TableSelection, TableSort } from './data-table-types.ts'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { useIsPrinting } from '@/ui/layout/use-is-printing.ts'
import { useMediaQuery } from '@/ui/layout/use-media-query.ts'

const usualRowHeight = 36
const touchRowHeight = 44
const headHeight = 36
/** However tall the window, no more rows than this are elements of the page. */
const mostRowElements = 60
const noRows: never[] = []

interface DataTableProps<Row> {
  /** The table's name for screen readers. */
  label: string
  rows: readonly Row[]
  /** Stable between renders, like `rows`: define them outside of the component or memoise them. */
  columns: readonly DataColumn<Row>[]
  rowKey: (row: Row) => string
  sort?: TableSort | null
  onSortChange?: (sort: TableSort) => void
  selection?: TableSelection<Row>
  /** For rows that change by themselves: they do not move under a pointer, unless this does, which is what a person chose to see. */
  holdsOrderOf?: unknown
  /** A press anywhere on the row follows the row's first link. */
  hasRowLinks?: boolean
  /** In px, where there is no touch. */
  rowHeight?: number | undefined
  /** Stands at the left edge of each column without `grow`: with it, that can be dragged. `place` is that of its `col`. */
  renderColumnEdge?: (id: string, place: number) => ReactNode
  /** How a row is shown where there is no room for columns. Without it the columns scroll sideways inside the frame. */
  narrow?: { cell: (row: Row) => ReactNode; rowHeight: number }
  /** The rows are not there yet: as many skeletons stand in for them. */
  loadingRows?: number
  /** Shown in place of the rows when there are none. */
  empty?: ReactNode
  /** Shown under the rows, such as a count. */
  footer?: ReactNode
  /** The rows are old: still readable, visibly so. */
  isStale?: boolean
  /** CSS length; the table is as tall as its rows up to this. */
  maxHeight?: string
  className?: string
}

/**
 * A table for many rows: a real `table` of which only the rows in sight exist, with a header that stays and columns that sort.
 * Arrow keys, Page Up/Down, Home and End move between rows.
 */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  sort: givenSort,
  onSortChange,
  selection,
  holdsOrderOf,
  hasRowLinks = false,
  rowHeight = usualRowHeight,
  renderColumnEdge,
  narrow,
  loadingRows = 0,
  empty,
  footer,
  isStale = false,
  maxHeight = '36rem',
  className,
}: DataTableProps<Row>) {
  const frameRef = useRef<HTMLDivElement>(null)
  const isTouch = useMediaQuery('(pointer: coarse)')
  const isNarrowScreen = useMediaQuery('(max-width: 639px)')
  const narrowRow = isNarrowScreen ? narrow : undefined
  const height = narrowRow?.rowHeight ?? (isTouch ? touchRowHeight : rowHeight)

  const [ownSort, setOwnSort] = useState<TableSort | null>(null)
  const sort = givenSort === undefined ? ownSort : givenSort
  const fresh = useSortedRows({ rows, columns, rowKey, sort })
  const [isPointedAt, setPointedAt] = useState(false)
  const sorted = useHeldOrder(fresh.rows, isPointedAt && holdsOrderOf !== undefined, holdsOrderOf)

  const isPrinting = useIsPrinting()
  const [focusedIndex, setFocusedIndex] = useState<number | null>(null)
  // Whatever of this changed would make the virtualizer go through all rows again, and a table renders at every step of scrolling.
  const keyAt = useCallback((index: number) => sorted[index]?.id ?? index, [sorted])
  const lastRange = useRef<Range | null>(null)
  const rangeExtractor = useCallback(
    (range: Range) => {
      // A print has no rows out of sight. What fits as a whole is there as a whole: the browser's own search finds every row.
      if (isPrinting || sorted.length < mostRowElements) return sorted.map((_, index) => index)
      const last = lastRange.current
      lastRange.current = range
      // Dragging the scroll bar leaps: nothing of one frame is in the next, so rows around those in sight would be built for nobody.
      const isLeap = last !== null && (range.startIndex > last.endIndex || range.endIndex < last.startIndex)
      const indexes = defaultRangeExtractor(isLeap ? { ...range, overscan: 0 } : range).slice(0, mostRowElements - 1)
      // The row that holds the focus stays, or the focus would be lost by scrolling.
      if (focusedIndex === null || focusedIndex >= sorted.length || indexes.includes(focusedIndex)) return indexes
      return [...indexes, focusedIndex].sort((a, b) => a - b)
    },
    [sorted, focusedIndex, isPrinting],
  )
  // oxlint-disable-next-line react/incompatible-library -- not compiled, so nothing memoises it
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => frameRef.current,
    estimateSize: () => height,
    overscan: 6,
    scrollPaddingStart: headHeight,
    getItemKey: keyAt,
    rangeExtractor,
  })
  const [lastHeight, setLastHeight] = useState(height)
  if (lastHeight !== height) {
    setLastHeight(height)
    virtualizer.measure()
  }

  const shownColumns = narrowRow ? noRows : columns
  // With nothing inside that takes the focus, the frame itself has to, or a keyboard could not scroll it.
  const isOnlyRead = !selection && !hasRowLinks && !shownColumns.some(({ sortValue }) => sortValue)
  const columnCount = (narrowRow ? 1 : shownColumns.length) + (selection ? 1 : 0)
  const minWidth = narrowRow ? 0 : columns.reduce((sum, column) => sum + column.width, selection ? 40 : 0)

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('tr[data-index]') : null
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return
    const at = Number(row.dataset['index'])
    const page = Math.max(1, Math.floor((frameRef.current?.clientHeight ?? 0) / height) - 2)
    const last = sorted.length - 1
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    const index = Math.min(last, Math.max(0, to))
    const controls = focusable(row)
    const column = Math.max(0, controls.indexOf(event.target as HTMLElement))
    setFocusedIndex(index)
    virtualizer.scrollToIndex(index)
    // The row exists after the next render.
    requestAnimationFrame(() => {
      const target = frameRef.current?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
      if (target) (focusable(target)[column] ?? focusable(target)[0])?.focus({ preventScroll: true })
    })
  }

  const items = virtualizer.getVirtualItems()
  /** Key of the row that was ticked last: where a range begins, wherever sorting has put it. */
  const anchor = useRef<string | null>(null)
  // Heard here: a row that had it from here would be made anew with every list that arrives, every other second while something changes.
  function onTick({ target, nativeEvent }: ChangeEvent<HTMLElement>) {
    const row = sorted[Number(target.closest('tr')?.dataset['index'])]
    if (!selection || !row || !target.dataset['tick']) return
    const present = sorted.filter(({ id }) => fresh.has(id))
    const isRange = (nativeEvent as unknown as MouseEvent).shiftKey
    const from = isRange ? present.findIndex(({ id }) => id === anchor.current) : -1
    const to = present.indexOf(row)
    if (to === -1) return // gone, and only kept in its place
    anchor.current = row.id
    selection.onChange(withRange(selection, present, from === -1 ? to : from, to, !selection.selected.has(row.id)))
  }
  const isLoading = loadingRows > 0 && rows.length === 0

  return (
    <div className={classNames('flex min-h-0 min-w-0 flex-col overflow-hidden rounded border border-line bg-raised', className)}>
      {/* The rows' own links and boxes are what acts; this only hears which of them has the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        ref={frameRef}
        {...(isOnlyRead ? { role: 'region', 'aria-label': label, tabIndex: 0 } : {})}
        className="relative min-h-0 scroll-pt-9 overflow-auto overscroll-contain print:max-h-none! print:overflow-visible focus-visible:outline-offset-[-2px]"
        style={{ maxHeight: `min(${maxHeight}, 100rem)` }}
        onPointerEnter={() => setPointedAt(true)}
        onPointerLeave={() => setPointedAt(false)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const row = event.target.closest<HTMLElement>('tr[data-index]')
          setFocusedIndex(row ? Number(row.dataset['index']) : null)
        }}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setFocusedIndex(null)
        }}
      >
        <table
          aria-label={label}
          aria-rowcount={sorted.length + 1}
          aria-busy={isLoading || undefined}
          className={classNames('w-full table-fixed border-separate border-spacing-0 text-13', isStale && 'text-muted')}
          style={minWidth ? { minWidth } : undefined}
        >
          <colgroup>
            {selection ? <col style={{ width: 40 }} /> : null}
            {shownColumns.map((column) => (
              <col key={column.id} style={column.grow ? undefined : { width: column.width }} />
            ))}
            {narrowRow ? <col /> : null}
          </colgroup>
          <DataTableHead
            label={label}
            columns={shownColumns}
            sort={sort}
            onSort={onSortChange ?? setOwnSort}
            {...(selection ? { selection, rows, rowKey } : {})}
            isNarrow={narrowRow !== undefined}
            renderColumnEdge={renderColumnEdge}
          />
          <tbody onChange={onTick}>
            {isLoading
              ? Array.from({ length: loadingRows }, (_, index) => (
                  <tr key={index} style={{ height }}>
                    {Array.from({ length: columnCount }, (_, column) => (
                      <td key={column} className="border-b border-line/60 px-3">
                        <Skeleton className={column % 2 ? 'h-3 w-2/3' : 'h-3 w-4/5'} />
                      </td>
                    ))}
                  </tr>
                ))
              : null}
            {/* One flat list: in a list of lists React would know a row by its place on the screen, and build all of them anew. */}
            {items.flatMap((item, position) => {
              const row = sorted[item.index]
              if (!row) return []
              const gap = item.start - (position === 0 ? 0 : items[position - 1]!.end) // the one before exists
              return [
                gap > 0 ? <Spacer key={`before-${row.id}`} height={gap} /> : null,
                <DataTableRow
                  key={row.id}
                  item={row.original.item}
                  index={item.index}
                  height={height}
                  columns={shownColumns}
                  narrowCell={narrowRow?.cell}
                  selection={selection}
                  isSelected={selection?.selected.has(row.id) ?? false}
                  isGone={!fresh.has(row.id)}
                  hasRowLinks={hasRowLinks}
                />,
              ]
            })}
            <Spacer height={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} />
          </tbody>
        </table>
        {rows.length === 0 && !isLoading ? <div className="sticky left-0">{empty}</div> : null}
      </div>
      {footer ? <div className="border-t border-line px-3 py-2 text-12 text-muted">{footer}</div> : null}
    </div>
  )
}

/** Stands for the rows that are out of sight. */
const Spacer = ({ height }: { height: number }) => (height > 0 ? <tr aria-hidden style={{ height }} /> : null)

const focusable = (row: HTMLElement) => [...row.querySelectorAll<HTMLElement>('a[href],button,input')]

function withRange<Row>(
  selection: TableSelection<Row>,
  sorted: readonly { id: string; original: { item: Row } }[],
  from: number,
  to: number,
  isChosen: boolean,
): Set<string> {
  const next = new Set(selection.selected)
  for (const row of sorted.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (!isChosen) next.delete(row.id)
    else if ((selection.canSelect?.(row.original.item) ?? true) === true) next.add(row.id)
  }
  return next
}
