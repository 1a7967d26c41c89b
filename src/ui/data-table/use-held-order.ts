import { useState } from 'react'

/**
 * While rows are held, as while a pointer is over them, those that are shown keep their places, also those that are no longer among the rows,
 * and new ones come last: a press meant for one row must not meet another that has just moved there. A change of `order`, as by a filter or a press on a header, is what the person wants
 * to see at once.
 */
export function useHeldOrder<Row extends { id: string }>(fresh: readonly Row[], isHeld: boolean, order: unknown): readonly Row[] {
  const [kept, setKept] = useState({ fresh, order, rows: fresh })
  const mayMove = !isHeld || kept.order !== order
  if (kept.order === order && (isHeld ? kept.fresh : kept.rows) === fresh) return kept.rows
  const rows = mayMove ? fresh : inPlaceOf(kept.rows, fresh)
  setKept({ fresh, order, rows })
  return rows
}

/** A key that is set anew in a map keeps its place there. */
const inPlaceOf = <Row extends { id: string }>(shown: readonly Row[], fresh: readonly Row[]): Row[] => [
  ...new Map([...shown, ...fresh].map((row) => [row.id, row])).values(),
]
