import { expect, test } from 'vitest'
import { createSession, type SessionPart } from './session.ts'

const counter = () => {
  const ended: number[] = []
  let made = 0
  const part: SessionPart<{ id: number }> = { make: () => ({ id: ++made }), end: ({ id }) => void ended.push(id) }
  return { part, ended }
}

test('a session makes each of its things once, and another session has its own', () => {
  const { part } = counter()
  const [mine, theirs] = [createSession(), createSession()]
  expect(mine.part(part)).toBe(mine.part(part))
  expect(theirs.part(part)).not.toBe(mine.part(part))
})

test('a session that ends stops everything it made, once', () => {
  const { part, ended } = counter()
  const session = createSession()
  session.part(part)
  session.end()
  session.end()
  expect(ended).toEqual([1])
})

test('nothing goes on by itself that was asked of a session after its end', () => {
  const { part, ended } = counter()
  const session = createSession()
  session.end()
  session.part(part)
  expect(ended).toEqual([1])
})

test('whose records these are is told as soon as it is known', () => {
  const session = createSession()
  const seen: unknown[] = []
  session.scope.subscribe(() => seen.push(session.scope.snapshot()))
  const scope = { upstream: 'u', worldId: null, owner: { workspace: 'w', user: 'anna' } }
  expect(session.scope.snapshot()).toBeNull()
  session.identify(scope)
  expect(seen).toEqual([scope])
})
