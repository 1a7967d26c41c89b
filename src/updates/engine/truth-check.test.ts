import { expect, test } from 'vitest'
import { sampleValues } from '@/updates/fields/testing/edit-values.ts'
import type { EditValues, WantedValues } from '@/updates/fields/fields.ts'
import { allMatch, isFullyRead, outcomesOf, proveArrival } from './truth-check.ts'

const actual: EditValues = { ...sampleValues, vcpu: 8, envNames: [], gpus: 2 }
const check = (
  wanted: WantedValues,
  { userConfig = null, gpuCount = 2 }: { userConfig?: Record<string, unknown> | null; gpuCount?: number | null } = {},
) => outcomesOf(wanted, actual, { userConfig, resources: { gpuCount } })

test('options of an apply are not compared: nothing of them can be read back', () => {
  expect(check({ vcpu: 8, shutdownTimeoutSeconds: null, allowForceStop: true }).map(({ field }) => field)).toEqual(['vcpu'])
})

const gpus = (...slots: string[]) => ({ attachMode: 'listed' as const, gpus: slots.map((slot) => ({ slot, productId: null })) })

test.each([
  ['as many as listed', gpus('a', 'b'), 2, true],
  ['fewer than listed', gpus('a', 'b'), 1, false],
  ['none, as asked for', gpus(), 0, true],
  ['all of the node', { attachMode: 'all' as const, gpus: [] }, 8, true],
  ['none of all', { attachMode: 'all' as const, gpus: [] }, 0, false],
  ['a number that is not reported', gpus('a'), null, null],
])('GPUs are compared by their number: %s', (_name, wanted, gpuCount, matches) => {
  expect(check({ gpus: wanted }, { gpuCount })).toEqual([expect.objectContaining({ field: 'gpus', matches })])
})

test('a user config is compared by what the node reports of it, and counts as unknown where it reports nothing', () => {
  const wanted = { userConfig: '{"hostname":"web-1"}' }
  expect(check(wanted, { userConfig: { hostname: 'web-1' } })).toEqual([expect.objectContaining({ matches: true })])
  expect(check(wanted, { userConfig: { hostname: 'old' } })).toEqual([expect.objectContaining({ matches: false })])
  expect(check(wanted)).toEqual([{ field: 'userConfig', wanted: '1 line, 20 bytes', actual: 'cannot be read back', matches: null }])
})

test('what cannot be compared is no difference, and no proof either', () => {
  expect(allMatch(check({ vcpu: 8, userConfig: 'x' }))).toBe(true)
  expect(allMatch(check({ vcpu: 4, userConfig: 'x' }))).toBe(false)
})

test('the server is said to hold everything only when everything was read back in full', () => {
  expect(isFullyRead(check({ vcpu: 8, shutdownTimeoutSeconds: 60 }))).toBe(true)
  expect(isFullyRead(check({ vcpu: 8, gpus: gpus('a', 'b') }))).toBe(false)
  expect(isFullyRead(check({ vcpu: 8, userConfig: 'x' }))).toBe(false)
  expect(isFullyRead([])).toBe(false)
})

test('only a value that was read back in full proves that a change arrived', () => {
  expect(proveArrival(check({ vcpu: 8, userConfig: 'x' }))).toBe(true)
  expect(proveArrival(check({ vcpu: 8, publicLogs: false }))).toBe(false)
  // The CVM may have had one GPU, and that host name, all along.
  expect(proveArrival(check({ gpus: gpus('a', 'b') }))).toBe(false)
  expect(proveArrival(check({ userConfig: '{"hostname":"web-1"}' }, { userConfig: { hostname: 'web-1' } }))).toBe(false)
  expect(proveArrival([])).toBe(false)
})

test('a value that the server does not report is neither another one nor a proof', () => {
  const unread = { ...actual, publicLogs: null }
  const outcomes = outcomesOf({ publicLogs: true }, unread, { userConfig: null, resources: { gpuCount: null } })
  expect(outcomes).toEqual([{ field: 'publicLogs', wanted: 'Public', actual: 'not reported', matches: null }])
  expect(proveArrival(outcomes)).toBe(false)
})
