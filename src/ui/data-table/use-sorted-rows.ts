import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { DataColumn, TableSort } from './data-table-types.ts'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

let collator: Intl.Collator | undefined
/** Making the first takes a browser 10 to 25 ms. */
const byName = () => (collator ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' }))
// In a task of its own, while the rows are on their way.
setTimeout(byName)

interface SortedRowsOptions<Row> {
  rows: readonly Row[]
  columns: readonly DataColumn<Row>[]
  rowKey: (row: Row) => string
  sort: TableSort | null
}

/**
 * `rows` in their order, and whether a key is among them. What only leaves some of them out, as a filter does, is sorted already: with
 * ten thousand rows, sorting would cost each key in a search box more than all the rest.
 */
export function useSortedRows<Row>({ rows, columns, rowKey, sort }: SortedRowsOptions<Row>) {
  const [known, setKnown] = useState({ rows, whole: rows })
  const whole = known.rows === rows || isThinnedOut(known.whole, rows) ? known.whole : rows
  if (known.rows !== rows) setKnown({ rows, whole })

  const sorting = useMemo(() => (sort ? [sort] : []), [sort])
  const columnDefs = useMemo(
    () =>
      columns.map(({ id, sortValue }) => ({
        id,
        accessorFn: (row: { item: Row }) => sortValue?.(row.item) ?? undefined,
        enableSorting: sortValue !== undefined,
        sortUndefined: 'last' as const,
        sortFn: compareValues,
      })),
    [columns],
  )
  // Table wants objects; a row of ours may be anything.
  const data = useMemo(() => whole.map((item) => ({ item })), [whole])
  const table = useTable({
    features,
    columns: columnDefs,
    data,
    getRowId: ({ item }: { item: Row }) => rowKey(item),
    state: { sorting },
  })
  const sorted = table.getRowModel().rows
  return useMemo(() => {
    const among = rows.length < whole.length ? new Set(rows) : null
    const shown = among ? sorted.filter(({ original }) => among.has(original.item)) : sorted
    const keys = new Set(shown.map(({ id }) => id))
    return { rows: shown, has: (key: string) => keys.has(key) }
  }, [rows, whole, sorted])
}

/** Whether `rows` are those of `whole`, in that order, some perhaps left out. */
function isThinnedOut<Row>(whole: readonly Row[], rows: readonly Row[]): boolean {
  let found = 0
  for (const row of whole) if (row === rows[found]) found++
  return found === rows.length
}

type SortableRow = { getValue: (columnId: string) => unknown }

function compareValues(a: SortableRow, b: SortableRow, columnId: string): number {
  const left = a.getValue(columnId)
  const right = b.getValue(columnId)
  if (typeof left === 'number' && typeof right === 'number') return left - right
  return byName().compare(String(left), String(right))
}
