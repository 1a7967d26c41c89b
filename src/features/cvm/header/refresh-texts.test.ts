import { expect, test } from 'vitest'
import type { RefreshResult } from '@/api/schemas/instance-ids.ts'
import { storedAsShown } from './refresh-texts.ts'

const row = (change: Partial<RefreshResult>): RefreshResult => ({
  identifier: 'cvm_1',
  status: 'updated',
  oldInstanceId: null,
  newInstanceId: 'aa',
  source: 'gateway',
  verifiedWithGateway: true,
  reason: null,
  ...change,
})

test('an id counts as stored only when it is the one that was shown', () => {
  expect(storedAsShown(row({}), row({}))).toBe(true)
  expect(storedAsShown(row({}), row({ newInstanceId: 'bb' }))).toBe(false)
})

test('a write that a lost answer hid before is recognised as stored', () => {
  expect(storedAsShown(row({}), row({ status: 'unchanged', oldInstanceId: 'aa' }))).toBe(true)
})

test.each(['skipped', 'conflict', 'error'] as const)('an answer of "%s" stored nothing', (status) => {
  expect(storedAsShown(row({}), row({ status }))).toBe(false)
})
