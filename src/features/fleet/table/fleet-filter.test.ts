import { expect, test } from 'vitest'
import type { Cvm } from '@/domain/cvm.ts'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { countByState, searchedTexts, stateGroupOf, withoutStateFilter, withStateFilter } from './fleet-filter.ts'
import { type FleetSearch, fleetSearchSchema, hasFilters } from './fleet-search.ts'

const search = (given: Record<string, unknown>): FleetSearch => fleetSearchSchema.parse(given)

const cvm = ({ kms = 'phala', ...facts }: Partial<Omit<Cvm, 'kms'>> & { kms?: string }): Cvm =>
  sampleCvm({ ...facts, kms: { ...sampleCvm().kms, type: kms } })

const found = (cvms: Cvm[], given: Record<string, unknown>) => withoutStateFilter(cvms, search(given), searchedTexts(cvms))

test.each(['API-PROD', ' api-prod-1 ', 'cvm_a1', '0x3f91aa000000', 'app_3f91aa0000', 'instance_7a12aa00'])('finds a CVM by %s', (q) => {
  expect(found([cvm({})], { q })).toHaveLength(1)
})

test('a number in the address is still text to search for', () => {
  expect(found([cvm({ name: 'node-42' }), cvm({ name: 'other' })], { q: 42 }).map(({ name }) => name)).toEqual(['node-42'])
})

test('what the address cannot mean is ignored, not an error', () => {
  const odd = search({ state: 'running,nonsense', instance: 'maybe', q: { no: 'text' } })
  expect(odd.instance).toBeUndefined()
  expect(odd.q).toBeUndefined()
  expect(withStateFilter([cvm({}), cvm({ status: 'stopped' })], odd)).toHaveLength(1)
})

test('a running CVM with an operation under way counts as changing', () => {
  expect(stateGroupOf(cvm({ inProgress: true }))).toBe('changing')
  expect(countByState([cvm({ inProgress: true }), cvm({}), cvm({ status: 'hibernated' })])).toEqual({
    running: 1,
    changing: 1,
    stopped: 0,
    failed: 0,
    other: 1,
  })
})

test('filters narrow together, and the order is not a filter', () => {
  const fleet = [cvm({ instanceId: null, kms: 'base' }), cvm({ instanceId: null }), cvm({ kms: 'base' })]
  expect(found(fleet, { instance: 'missing', kms: 'base' })).toHaveLength(1)
  expect(hasFilters(search({ sort: '-memory' }))).toBe(false)
  expect(hasFilters(search({ state: 'failed' }))).toBe(true)
})
