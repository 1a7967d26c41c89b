import { expect, test } from 'vitest'
import type { Operation } from '@/api/schemas/operation.ts'
import { judge } from './has-begun-since.ts'

const since = '2026-03-01T12:00:00.000Z'
const operation = (type: string | null, startedAt: string | null) => ({ type, startedAt }) as Operation
const records = (items: Operation[], unreadable = 0) => ({ items, unreadable })

test.each([
  ['one of this kind that began since', records([operation('restart', '2026-03-01T12:00:09Z')]), true],
  ['one that began while two clocks of the service may differ', records([operation('restart', '2026-03-01T11:59:57Z')]), true],
  ['only older ones', records([operation('restart', '2026-03-01T11:00:00Z')]), false],
  ['another kind', records([operation('resize', '2026-03-01T12:00:09Z')]), false],
  ['none', records([]), false],
  ['one whose start is not readable', records([operation('restart', null)]), null],
  ['one whose kind is not reported', records([operation(null, '2026-03-01T12:00:09Z')]), null],
  ['an old one whose kind is not reported', records([operation(null, '2026-03-01T11:00:00Z')]), false],
  ['one that could not be read at all', records([], 1), null],
  ['a readable one beside an unreadable one', records([operation('restart', '2026-03-01T12:00:09Z')], 1), true],
])('%s', (_, list, expected) => {
  expect(judge(list, 'restart', since)).toBe(expected)
})
