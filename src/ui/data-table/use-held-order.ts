import { useState } from 'react'

/**
 * While rows are held, as while a pointer is over them, those that are shown keep their places, and new ones come last: a press meant for one
 * row must not meet another that has just moved there. A change of `order`, as by a filter or a press on a header, is what the person wants
 * to see at once.
 */
export function useHeldOrder<Row extends { id: string }>(fresh: readonly Row[], isHeld: boolean, order: unknown): readonly Row[] {
  const [kept, setKept] = useState({ fresh, order, rows: fresh })
  if (isHeld ? kept.fresh === fresh && kept.order === order : kept.rows === fresh) return kept.rows
  const rows = isHeld && kept.order === order ? inPlaceOf(kept.rows, fresh) : fresh
  setKept({ fresh, order, rows })
  return rows
}

function inPlaceOf<Row extends { id: string }>(shown: readonly Row[], fresh: readonly Row[]): Row[] {
  const left = new Map(fresh.map((row) => [row.id, row]))
  const staying = shown.flatMap(({ id }) => {
    const row = left.get(id)
    left.delete(id)
    return row ?? []
  })
  return [...staying, ...left.values()]
}
