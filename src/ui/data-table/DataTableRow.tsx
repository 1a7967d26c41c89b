import { memo, type MouseEvent, type ReactNode } from 'react'
import { classNames } from '@/ui/layout/class-names.ts'
import type { DataColumn, TableSelection } from './data-table-types.ts'
import { isolated } from '@/lib/isolated.ts'

interface DataTableRowProps<Row> {
  item: Row
  /** Its place among all rows, in sight or not. */
  index: number
  /** In px. */
  height: number
  columns: readonly DataColumn<Row>[]
  /** In place of the columns. */
  narrowCell: ((row: Row) => ReactNode) | undefined
  selection: TableSelection<Row> | undefined
  isSelected: boolean
  /** No longer among the rows, and kept in its place while a pointer is over them: no press acts on it. */
  isGone: boolean
  hasRowLinks: boolean
}

function PlainDataTableRow<Row>({
  item,
  index,
  height,
  columns,
  narrowCell,
  selection,
  isSelected,
  isGone,
  hasRowLinks,
}: DataTableRowProps<Row>) {
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={selection ? isSelected : undefined}
      aria-disabled={isGone || undefined}
      style={{ height }}
      onClick={hasRowLinks ? followRowLink : undefined}
      onAuxClick={hasRowLinks ? followRowLink : undefined}
      className={classNames(
        'group/row hover:bg-hover has-[a:focus-visible]:bg-hover',
        hasRowLinks && 'cursor-pointer',
        isSelected && 'bg-accent-soft',
        isGone && 'pointer-events-none opacity-50',
      )}
    >
      {selection ? (
        <td className="relative border-b border-line/60">
          <RowCheckbox item={item} selection={selection} isSelected={isSelected} />
        </td>
      ) : null}
      {narrowCell ? <td className="border-b border-line/60 px-3">{narrowCell(item)}</td> : null}
      {columns.map(({ id, isRowHeader, align, cell }) => {
        const Cell = isRowHeader ? 'th' : 'td'
        return (
          <Cell
            key={id}
            scope={isRowHeader && 'row'}
            className={classNames('cut-text border-b border-line/60 px-3 font-normal', align ? 'text-right tabular-nums' : 'text-left')}
          >
            {cell(item)}
          </Cell>
        )
      })}
    </tr>
  )
}

/** One row. While others scroll in and out it stays as it is. */
export const DataTableRow = memo(PlainDataTableRow) as typeof PlainDataTableRow

interface RowCheckboxProps<Row> {
  item: Row
  selection: TableSelection<Row>
  isSelected: boolean
}

function RowCheckbox<Row>({ item, selection, isSelected }: RowCheckboxProps<Row>) {
  const can = selection.canSelect?.(item) ?? true
  return (
    // The whole cell acts, so that a press beside the box does not follow the row's link.
    <label className="absolute inset-0 flex items-center pl-3 select-none">
      <input
        type="checkbox"
        checked={isSelected}
        aria-label={`Select ${isolated(selection.rowName(item))}${can === true ? '' : `. ${can}`}`}
        aria-disabled={can === true ? undefined : true}
        title={can === true ? undefined : can}
        data-tick={can === true || undefined}
        onChange={heardByTable}
        className={classNames('check-box', can !== true && 'opacity-50')}
      />
    </label>
  )
}

const heardByTable = () => {}

/** A press on the row's empty parts goes to its first link, with the same modifier keys; marking text is not a press. */
function followRowLink(event: MouseEvent<HTMLElement>) {
  const isMiddle = event.button === 1
  if (event.defaultPrevented || (event.button !== 0 && !isMiddle)) return
  if (event.target instanceof Element && event.target.closest('a,button,input,label,select')) return
  if (!isMiddle && getSelection()?.toString()) return
  const link = event.currentTarget.querySelector('a')
  const { ctrlKey, metaKey, shiftKey } = event
  link?.dispatchEvent(
    new globalThis.MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: ctrlKey || isMiddle, metaKey, shiftKey }),
  )
}
