// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { DataColumn, TableSort } from './data-table-types.ts'
import { useSortedRows } from './use-sorted-rows.ts'

interface Machine {
  id: string
  size: number | null
}

const sortValue = vi.fn(({ size }: Machine) => size)
const columns: DataColumn<Machine>[] = [{ id: 'size', header: 'Size', width: 80, cell: ({ size }) => size, sortValue }]
const rowKey = ({ id }: Machine) => id
const sorted = (rows: readonly Machine[], sort: TableSort | null = { id: 'size', desc: false }) =>
  renderHook((given: { rows: readonly Machine[]; sort: TableSort | null }) => useSortedRows({ ...given, columns, rowKey }), {
    initialProps: { rows, sort },
  })
const ids = ({ rows }: { rows: readonly { id: string }[] }) => rows.map(({ id }) => id)

/** What the rows would be without a memory. */
const expected = (rows: readonly Machine[]) =>
  ids({ rows: rows.toSorted((a, b) => (a.size ?? Number.POSITIVE_INFINITY) - (b.size ?? Number.POSITIVE_INFINITY)) })

const machine = fc.record({ size: fc.option(fc.nat(5)) })

test('whatever comes, goes, changes and comes back, the rows are those that are given, in their order', () => {
  fc.assert(
    fc.property(
      fc.array(machine, { maxLength: 12 }),
      fc.array(fc.array(fc.nat(40), { maxLength: 8 }), { maxLength: 6 }),
      (start, steps) => {
        const all: Machine[] = start.map(({ size }, index) => ({ id: `cvm_${index}`, size }))
        const { result, rerender, unmount } = sorted(all)
        expect(ids(result.current)).toEqual(expected(all))
        for (const step of steps) {
          // Small numbers leave a row out, larger ones change it, and what is beyond the end is new.
          const rows = all.flatMap((row, index) =>
            step.includes(index) ? [] : [step.includes(index + 12) ? { ...row, size: (row.size ?? 0) + 1 } : row],
          )
          const added = step.filter((number) => number >= 30).map((number, index) => ({ id: `new_${index}`, size: number % 5 }))
          rerender({ rows: [...rows, ...added], sort: { id: 'size', desc: false } })
          expect(ids(result.current)).toEqual(expected([...rows, ...added]))
          for (const { id } of all) expect(result.current.has(id)).toBe(rows.some((row) => row.id === id))
        }
        unmount()
      },
    ),
    { numRuns: 200 },
  )
})

test('what only leaves rows out is not sorted anew, and neither is what comes back', () => {
  const all: Machine[] = Array.from({ length: 50 }, (_, index) => ({ id: `cvm_${index}`, size: (index * 7) % 50 }))
  const sort = { id: 'size', desc: false }
  const { result, rerender } = sorted(all, sort)
  const whole = ids(result.current)
  sortValue.mockClear()
  rerender({ rows: all.filter((_, index) => index % 3 === 0), sort })
  expect(result.current.rows).toHaveLength(17)
  rerender({ rows: [...all], sort })
  expect(ids(result.current)).toEqual(whole)
  expect(sortValue).not.toHaveBeenCalled()
})

test('without an order of their own, rows stand as they are given', () => {
  const all: Machine[] = ['a', 'b', 'c', 'd'].map((id) => ({ id, size: 1 }))
  const { result, rerender } = sorted(all, null)
  rerender({ rows: all.toReversed(), sort: null })
  expect(ids(result.current)).toEqual(['d', 'c', 'b', 'a'])
  rerender({ rows: [all[1]!, all[3]!], sort: null })
  expect(ids(result.current)).toEqual(['b', 'd'])
})
