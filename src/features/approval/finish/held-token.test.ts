import { expect, test } from 'vitest'
import { secretFragment } from '@/lib/secret-fragment.ts'
import { heldToken } from './held-token.ts'

test('a token is read for what it came with, and for nothing else', () => {
  secretFragment.set({ secret: 'canary-linked', of: '#v=1&sum=2' })
  expect(heldToken.readOf('#v=1&sum=2')).toBe('canary-linked')
  for (const other of ['', '#v=1&sum=3', '{}']) expect(heldToken.readOf(other)).toBeNull()
  heldToken.keep('canary-typed', '{}')
  expect(heldToken.readOf('{}')).toBe('canary-typed')
  expect(heldToken.readOf('#v=1&sum=2')).toBeNull()
})

test('forgetting one token leaves another that came meanwhile', () => {
  heldToken.keep('canary-typed', '{}')
  heldToken.forget('canary-linked')
  expect(heldToken.readOf('{}')).toBe('canary-typed')
  heldToken.forget('canary-typed')
  expect(secretFragment.snapshot()).toBeNull()
})
