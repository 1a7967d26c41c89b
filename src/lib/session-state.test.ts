import { expect, test } from 'vitest'
import { endSessionState, sessionBeganAt, sessionState } from './session-state.ts'

test('is made when it is first asked for, shared until the session ends, and then made anew', () => {
  const made: number[] = []
  const ended: number[] = []
  const state = sessionState(
    () => ({ id: made.push(made.length) }),
    ({ id }) => ended.push(id),
  )
  expect(made).toEqual([])
  const first = state()
  expect(state()).toBe(first)
  endSessionState()
  expect(ended).toEqual([first.id])
  expect(state()).not.toBe(first)
})

test('a state that asks for another while it ends gets the one of the next session', () => {
  const list = sessionState((): string[] => [])
  const saying = sessionState(
    () => ({}),
    () => list().push('ended'),
  )
  list().push('something')
  saying()
  endSessionState()
  expect(list().every((text) => text === 'ended')).toBe(true)
})

test('says since when the present one is', () => {
  const before = performance.now()
  endSessionState()
  expect(sessionBeganAt()).toBeGreaterThanOrEqual(before)
})
