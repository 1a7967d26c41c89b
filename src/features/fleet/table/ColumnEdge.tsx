import type { PointerEvent } from 'react'
import { chosenColumns } from './chosen-columns.ts'
import { type TableLook, withinWidths } from './table-look.ts'

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
    const col = cell.closest('table')!.querySelectorAll('col')[place]!
    const startedAt = event.clientX
    const before = cell.offsetWidth
    let width: number | null = null
    // Each step is one style of one element: no row is rendered anew before the end.
    const move = ({ clientX }: globalThis.PointerEvent) => {
      width = withinWidths(before + startedAt - clientX)
      col.style.width = `${width}px`
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
