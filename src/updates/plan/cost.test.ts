import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { costChange, costWords } from './cost.ts'

const sample = sampleCvm()
const cvm = { ...sample, resources: { ...sample.resources, gpuCount: 0, price: '0.1160', billingPeriod: 'hourly' } }
const now = { vcpu: 2, memoryGb: 4, diskGb: 40, gpus: 0 }
const type = (id: string, vcpu: number | null, memoryGb: number, hourlyRate: string | null, needsGpu = false) => ({
  id,
  vcpu,
  memoryMb: memoryGb * 1024,
  hourlyRate,
  needsGpu,
})
const types = [type('tdx.medium', 2, 4, '0.1160'), type('tdx.large', 4, 8, '0.2320'), type('gpu.large', 4, 8, '3.7', true)]

test('a size with a price of its own says it beside the present one', () => {
  const change = costChange(cvm, now, { ...now, vcpu: 4, memoryGb: 8 }, types)!
  expect(change).toMatchObject({ after: '$0.2320 an hour', instanceType: 'tdx.large' })
  expect(costWords(change)).toBe('Computing costs $0.1160 an hour now and $0.2320 an hour afterwards.')
})

const larger = { vcpu: 4, memoryGb: 8 }
test.each([
  ['a size that nobody lists', { vcpu: 3 }, types, 'no instance type has the new size: its price is not published.'],
  ['a list that was not read', larger, null, 'the list of prices could not be read.'],
  ['a type whose size was not read', larger, [...types, type('tdx.x', null, 8, '1')], 'a part of the list of prices could not be read.'],
  [
    'two types of the size',
    larger,
    [...types, type('other.large', 4, 8, '0.5')],
    'several instance types have the new size, so it is not known which price will be yours.',
  ],
  ['a type without a price', larger, [type('tdx.large', 4, 8, null)], 'the instance type of the new size has no published price.'],
  [
    'a change of GPUs at the same time',
    { ...larger, gpus: { attachMode: 'all' as const, gpus: [] } },
    types,
    'with GPUs no list says what the new size costs.',
  ],
])('of %s no price is said, and why', (_, sizes, list, why) => {
  expect(costWords(costChange(cvm, now, { ...now, ...sizes }, list)!)).toBe(`Computing costs $0.1160 an hour now, and ${why}`)
})

test.each([
  [1, 'with GPUs no list says what the new size costs.'],
  [null, 'how many GPUs it has is not reported, and the price depends on that.'],
])('a CVM with %s GPUs has no price by its size', (gpuCount, why) => {
  const other = { ...cvm, resources: { ...cvm.resources, gpuCount } }
  const change = costChange(other, now, { ...now, ...larger }, types)!
  expect(change.after).toBeNull()
  expect(costWords(change)).toBe(`Computing costs $0.1160 an hour now, and ${why}`)
})

test('of a larger disk nothing is said about a size, also where the present price is not reported', () => {
  const other = { ...cvm, resources: { ...cvm.resources, price: null } }
  expect(costWords(costChange(other, now, { ...now, diskGb: 80 }, types)!)).toBe(
    'What computing costs is not reported. A larger disk costs more as well; no list says how much.',
  )
})

test('a disk alone leaves the price of computing, and says what nobody lists', () => {
  expect(costWords(costChange(cvm, now, { ...now, diskGb: 80 }, types)!)).toBe(
    'Computing stays at $0.1160 an hour. A larger disk costs more as well; no list says how much.',
  )
  expect(costChange(cvm, now, now, types)).toBeNull()
})
