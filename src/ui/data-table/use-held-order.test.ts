// @vitest-environment jsdom
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import { useHeldOrder } from './use-held-order.ts'

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }))
const hold = (ids: string) =>
  renderHook(({ rows, isHeld, order }) => useHeldOrder(rows, isHeld, order), {
    initialProps: { rows: rowsOf(ids), isHeld: false, order: 'a' },
  })
const text = (rows: readonly { id: string }[]) => rows.map(({ id }) => id).join('')

test('while held, rows keep their places, also those that left, and new ones come last; afterwards the order is the true one', () => {
  const { result, rerender } = hold('abcd')
  rerender({ rows: rowsOf('abcd'), isHeld: true, order: 'a' })
  rerender({ rows: rowsOf('dxcba'), isHeld: true, order: 'a' })
  expect(text(result.current)).toBe('abcdx')
  rerender({ rows: rowsOf('dxca'), isHeld: true, order: 'a' })
  expect(text(result.current)).toBe('abcdx')
  rerender({ rows: rowsOf('dxca'), isHeld: false, order: 'a' })
  expect(text(result.current)).toBe('dxca')
})

test('what the person asks for is shown at once', () => {
  const { result, rerender } = hold('abcd')
  rerender({ rows: rowsOf('dcba'), isHeld: true, order: 'b' })
  expect(text(result.current)).toBe('dcba')
})

test('the same rows are the same object, or every step of scrolling would go through all of them', () => {
  const { result, rerender } = hold('abcd')
  const next = rowsOf('dcba')
  rerender({ rows: next, isHeld: true, order: 'a' })
  const held = result.current
  rerender({ rows: next, isHeld: true, order: 'a' })
  expect(result.current).toBe(held)
})
