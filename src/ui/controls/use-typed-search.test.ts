// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTypedSearch } from './use-typed-search.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

type Search = { q?: string | undefined; os?: string }

/** The hook with an address that keeps what it is told, as the router does. */
function typing(start: Search = {}) {
  let address: Search = start
  const told: Search[] = []
  const onChange = (change: Search) => {
    told.push(change)
    address = { ...address, ...change }
  }
  const { result, rerender } = renderHook(() => useTypedSearch('q', address, onChange))
  const type = (text: string) => act(() => result.current.setText(text))
  const pause = () => {
    act(() => void vi.advanceTimersByTime(150))
    rerender()
  }
  const goTo = (next: Search) => {
    address = next
    rerender()
  }
  return { now: () => result.current, told, type, pause, goTo }
}

test('what is typed filters at once, and is in the address after a pause, once', () => {
  const { now, told, type, pause } = typing({ os: 'dstack-0.5' })
  type('we')
  type('web ')
  expect(now().search).toEqual({ os: 'dstack-0.5', q: 'web' })
  expect(told).toEqual([])
  pause()
  pause()
  expect(told).toEqual([{ q: 'web' }])
  expect(now().text).toBe('web ')
})

test('the address that follows takes back nothing that was typed meanwhile', () => {
  const { now, type, pause } = typing()
  type('we')
  act(() => void vi.advanceTimersByTime(150))
  type('web')
  pause()
  expect(now().text).toBe('web')
  expect(now().search.q).toBe('web')
})

test('an address from outside replaces the text, also the one it was told before', () => {
  const { now, told, type, pause, goTo } = typing()
  type('web')
  pause()
  goTo({})
  expect(now().text).toBe('')
  pause()
  goTo({ q: 'web' })
  expect(now().search.q).toBe('web')
  pause()
  expect(told).toEqual([{ q: 'web' }])
})

test('clearing forgets text that is not in the address yet', () => {
  const { now, told, type, pause } = typing()
  type('web')
  act(() => now().onSearchChange({ q: undefined }))
  pause()
  expect(now().text).toBe('')
  expect(told).toEqual([{ q: undefined }])
})
