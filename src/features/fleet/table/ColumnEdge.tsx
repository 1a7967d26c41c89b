import type { PointerEvent } from 'react'
import { chosenColumns } from './chosen-columns.ts'
import { columnWidths, type TableLook, withinWidths } from './table-look.ts'

export interface ColumnEdgeProps {
  id: string
  /** Which `col` of the table it is. */
  place: number
  /** Ids of the columns that are shown. */
  shownIds: readonly string[]
  look: TableLook
  onLook: (change: Partial<TableLook>) => void
}

/**
 * The left edge of a column, to be dragged by a pointer; a double press gives the usual width back. What is left of the columns that have a
 * width is the first one's, so it is this edge that moves. Who has no pointer finds the widths in the table's menu.
 */
export function ColumnEdge({ id, place, shownIds, look, onLook }: ColumnEdgeProps) {
  const onWidth = (width: number | null) => onLook({ columns: chosenColumns(shownIds, look.columns, { [id]: width }) })
  function drag(event: PointerEvent<HTMLElement>) {
    const edge = event.currentTarget
    const cell = edge.parentElement!
    const table = cell.closest('table')!
    const frame = table.parentElement!
    const col = table.querySelectorAll('col')[place]!
    const startedAt = event.clientX
    const before = cell.offsetWidth
    const leastTable = Number.parseFloat(table.style.minWidth)
    const fromEdge = startedAt - edge.getBoundingClientRect().left
    let width: number | null = null
    // Each step is two styles of two elements: no row is rendered anew before the end.
    const move = ({ clientX }: globalThis.PointerEvent) => {
      width = withinWidths(before + startedAt - clientX)
      col.style.width = `${width}px`
      table.style.minWidth = `${leastTable + width - before}px`
      // Where the first column can give no more the table grows to the right, and its frame is moved along for it.
      if (width > columnWidths.least && width < columnWidths.most) {
        frame.scrollLeft += edge.getBoundingClientRect().left + fromEdge - clientX
      }
    }
    const end = () => {
      edge.removeEventListener('pointermove', move)
      if (width !== null) onWidth(width)
    }
    edge.setPointerCapture(event.pointerId)
    edge.addEventListener('pointermove', move)
    edge.addEventListener('lostpointercapture', end, { once: true })
    event.preventDefault()
  }
  return (
    <span
      aria-hidden
      onPointerDown={drag}
      onDoubleClick={() => onWidth(null)}
      className="absolute inset-y-1.5 -left-1 z-1 w-2 cursor-col-resize touch-none border-x-[3px] border-transparent bg-line bg-clip-padding opacity-0 group-hover/head:opacity-100 hover:bg-accent"
    />
  )
}
