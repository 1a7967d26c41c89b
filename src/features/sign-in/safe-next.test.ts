import { expect, test } from 'vitest'
import { safeNext } from './safe-next.ts'

const origin = 'https://console.example'

test.each(['/cvms/cvm_a1/edit', '/cvms?q=api&state=running', '/unfinished#cvm_a1'])('comes back to %s', (next) => {
  expect(safeNext(next, origin)).toBe(next)
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/a/..//evil.example',
  '/sign-in?next=/cvms',
  '',
  undefined,
  7,
])('never leaves for %s', (next) => {
  expect(safeNext(next, origin)).toBe('/')
})
