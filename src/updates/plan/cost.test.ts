import { expect, test } from 'vitest'
import { sampleCvm } from '@/domain/testing/cvm.ts'
import { costChange, costWords } from './cost.ts'

const sample = sampleCvm()
const cvm = { ...sample, resources: { ...sample.resources, gpuCount: 0, price: '0.1160', billingPeriod: 'hourly' } }
const now = { vcpu: 2, memoryGb: 4, diskGb: 40, gpus: 0 }
const type = (id: string, vcpu: number, memoryGb: number, hourlyRate: string | null, needsGpu = false) => ({
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

test.each([
  ['a size that nobody lists', { vcpu: 3 }, types],
  ['a list that was not read', { vcpu: 4, memoryGb: 8 }, null],
  ['two types of the size', { vcpu: 4, memoryGb: 8 }, [...types, type('other.large', 4, 8, '0.5')]],
  ['a type without a price', { vcpu: 4, memoryGb: 8 }, [type('tdx.large', 4, 8, null)]],
  ['a change of GPUs at the same time', { vcpu: 4, memoryGb: 8, gpus: { attachMode: 'all' as const, gpus: [] } }, types],
])('of %s no price is said', (_, sizes, list) => {
  expect(costWords(costChange(cvm, now, { ...now, ...sizes }, list)!)).toMatch(/its price is not published\.$/)
})

test('a CVM with GPUs, or of which that is not known, has no price by its size', () => {
  for (const gpuCount of [1, null]) {
    const other = { ...cvm, resources: { ...cvm.resources, gpuCount } }
    expect(costChange(other, now, { ...now, vcpu: 4, memoryGb: 8 }, types)?.after).toBeNull()
  }
})

test('a disk alone leaves the price of computing, and says what nobody lists', () => {
  expect(costWords(costChange(cvm, now, { ...now, diskGb: 80 }, types)!)).toBe(
    'Computing stays at $0.1160 an hour. A larger disk costs more as well; no list says how much.',
  )
  expect(costChange(cvm, now, now, types)).toBeNull()
})
