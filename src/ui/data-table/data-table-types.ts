import type { ReactNode } from 'react'

export interface DataColumn<Row> {
  id: string
  header: string
  /** Stays on one line; what does not fit is cut with an ellipsis. */
  cell: (row: Row) => ReactNode
  /** Makes the column sortable. `null` sorts last either way; numbers within texts count as numbers. */
  sortValue?: (row: Row) => string | number | null
  /** In px; the least width of a column that grows. */
  width: number
  /** Takes its share of the room that is left. */
  grow?: boolean
  align?: 'right'
  /** What the row is called: screen readers say it with each of its cells. */
  isRowHeader?: true
}

export interface TableSort {
  id: string
  desc: boolean
}

export interface TableSelection<Row> {
  /** Row keys. */
  selected: ReadonlySet<string>
  onChange: (selected: Set<string>) => void
  /** `true`, or why this row cannot be chosen. */
  canSelect?: (row: Row) => true | string
  /** What a row is called, as in "Select api-prod-1". */
  rowName: (row: Row) => string
}
