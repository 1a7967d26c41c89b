import { useState } from 'react'
import { browserStore } from '@/lib/storage.ts'

/** A column that someone chose in this browser, perhaps with a width of its own, in px. */
export interface ChosenColumn {
  id: string
  width?: number | undefined
}

/** How someone wants the fleet's table to look. `columns` in their order; `null` leaves them to the room there is. */
export interface TableLook {
  columns: readonly ChosenColumn[] | null
  isCompact: boolean
}

const keys = { columns: 'cvm-console/fleet-columns', rows: 'cvm-console/fleet-rows' }
export const columnWidths = { least: 56, most: 640 }

export const withinWidths = (width: number) => Math.round(Math.min(columnWidths.most, Math.max(columnWidths.least, width)))

/** As in `state,node:140`. A width that no column can have is as good as none. */
export const columnsOf = (text: string): ChosenColumn[] =>
  text.split(',').map((part) => {
    const [id = '', width] = part.split(':')
    return Number(width) === withinWidths(Number(width)) ? { id, width: Number(width) } : { id }
  })

export const textOf = (columns: readonly ChosenColumn[]) => columns.map(({ id, width }) => (width ? `${id}:${width}` : id)).join(',')

function kept(): TableLook {
  const columns = browserStore.read(keys.columns)
  return { columns: columns === null ? null : columnsOf(columns), isCompact: browserStore.read(keys.rows) === 'compact' }
}

/** The look that this browser keeps, and what changes it. */
export function useTableLook() {
  const [look, setLook] = useState(kept)
  const change = (next: Partial<TableLook>) => {
    const { columns, isCompact } = { ...look, ...next }
    if (columns) browserStore.write(keys.columns, textOf(columns))
    else browserStore.remove(keys.columns)
    if (isCompact) browserStore.write(keys.rows, 'compact')
    else browserStore.remove(keys.rows)
    setLook({ columns, isCompact })
  }
  return [look, change] as const
}

interface ShownOptions {
  choice: readonly ChosenColumn[] | null
  sortId: string | undefined
  isWide: boolean
}

/** Of the name beside columns that somebody has chosen: what is made wider takes its room. */
const leastNameWidth = 160

/** What is chosen, in its order; the name always, and first; and what the rows are sorted by, so that their order can be seen. */
export function shownColumns<Column extends { id: string; width: number }>(
  columns: readonly Column[],
  { choice, sortId, isWide }: ShownOptions,
): Column[] {
  if (choice === null) return columns.filter(({ id }) => id === sortId || isWide || id !== 'created')
  const wanted = new Map([{ id: 'name' }, ...choice, ...(sortId === undefined ? [] : [{ id: sortId }])].map(({ id }) => [id, undefined]))
  const widths = new Map([...choice.map(({ id, width }) => [id, width] as const), ['name', leastNameWidth] as const])
  return [...wanted.keys()].flatMap((id) => {
    const column = columns.find((one) => one.id === id)
    return column ? [{ ...column, width: widths.get(id) ?? column.width }] : []
  })
}
