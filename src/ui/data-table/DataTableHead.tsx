import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { DataColumn, TableSelection, TableSort } from './data-table-types.ts'

interface DataTableHeadProps<Row> {
  label: string
  columns: readonly DataColumn<Row>[]
  sort: TableSort | null
  onSort: (sort: TableSort) => void
  selection?: TableSelection<Row>
  /** Needed with `selection`: what "all" is. */
  rows?: readonly Row[]
  rowKey?: (row: Row) => string
  isNarrow: boolean
  renderColumnEdge?: ((id: string, place: number) => ReactNode) | undefined
}

const cell = 'sticky top-0 z-2 h-9 border-b border-line bg-raised text-left text-12 font-medium text-muted'

/** The header that stays in sight. In narrow form only the selection has a place in it. */
export function DataTableHead<Row>({
  label,
  columns,
  sort,
  onSort,
  selection,
  rows = [],
  rowKey,
  isNarrow,
  renderColumnEdge,
}: DataTableHeadProps<Row>) {
  const isReadOnly = isNarrow && !selection
  return (
    <thead className={isReadOnly ? 'sr-only' : undefined}>
      <tr aria-rowindex={1} className="group/head">
        {selection && rowKey ? (
          <th scope="col" className={classNames(cell, 'pl-3')}>
            <SelectAll label={label} rows={rows} rowKey={rowKey} selection={selection} />
          </th>
        ) : null}
        {isNarrow ? (
          <th scope="col" className={classNames(cell, 'px-3')}>
            {label}
          </th>
        ) : null}
        {columns.map((column, index) => {
          const direction = sort?.id === column.id ? (sort.desc ? 'descending' : 'ascending') : undefined
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={column.sortValue ? (direction ?? 'none') : undefined}
              className={classNames(cell, !column.sortValue && 'px-3', column.align === 'right' && 'text-right')}
            >
              {column.sortValue ? (
                <button
                  type="button"
                  onClick={() => onSort({ id: column.id, desc: direction === 'ascending' })}
                  className={classNames(
                    'group/sort flex h-full w-full items-center gap-1 px-3 hover:text-text focus-visible:outline-offset-[-2px]',
                    column.align === 'right' && 'flex-row-reverse',
                    direction && 'text-text',
                  )}
                >
                  <span className="truncate">{column.header}</span>
                  <SortMark direction={direction} />
                </button>
              ) : (
                <span className="block truncate">{column.header}</span>
              )}
              {column.grow ? null : renderColumnEdge?.(column.id, index + (selection ? 1 : 0))}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function SortMark({ direction }: { direction: 'ascending' | 'descending' | undefined }) {
  if (direction === 'ascending') return <ArrowUp aria-hidden className="size-3 shrink-0" />
  if (direction === 'descending') return <ArrowDown aria-hidden className="size-3 shrink-0" />
  return <ChevronsUpDown aria-hidden className="h-3 w-0 shrink-0 group-hover/sort:w-3 group-focus-visible/sort:w-3" />
}

interface SelectAllProps<Row> {
  label: string
  rows: readonly Row[]
  rowKey: (row: Row) => string
  selection: TableSelection<Row>
}

function SelectAll<Row>({ label, rows, rowKey, selection }: SelectAllProps<Row>) {
  const { canSelect, selected } = selection
  // A table renders at every step of scrolling, and this goes through all its rows.
  const selectable = useMemo(() => rows.filter((row) => (canSelect?.(row) ?? true) === true).map(rowKey), [rows, rowKey, canSelect])
  const count = useMemo(() => selectable.filter((key) => selected.has(key)).length, [selectable, selected])
  const isAll = count > 0 && count === selectable.length
  return (
    <input
      type="checkbox"
      aria-label={`Select all of ${label}`}
      checked={isAll}
      ref={(box) => {
        if (box) box.indeterminate = count > 0 && !isAll
      }}
      onChange={() => {
        const next = new Set(selection.selected)
        for (const key of selectable) {
          if (isAll) next.delete(key)
          else next.add(key)
        }
        selection.onChange(next)
      }}
      className="check-box block"
    />
  )
}
