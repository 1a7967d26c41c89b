import { expect, test } from 'vitest'
import { cvmPageSchema } from '../schemas/cvm.ts'
import { statusBatchSchema } from '../schemas/cvm-status.ts'
import { compareShape } from './compare-shape.ts'

test('fields that are missing, and fields that nobody reads, are named by their place', () => {
  const { absent, unread } = compareShape(cvmPageSchema, {
    items: [{ id: 'cvm_1', resource: { vcpu: 2, tpu: 1 }, color: 'red' }],
    total: 1,
    page: 1,
  })
  expect(absent).toEqual(expect.arrayContaining(['pages', 'items[].name', 'items[].resource.memory_in_gb']))
  expect(absent).not.toContain('items[].resource.vcpu')
  expect(unread).toEqual(['items[].resource.tpu', 'items[].color'])
})

test('a field that is null is there', () => {
  const { absent } = compareShape(statusBatchSchema, { 'vm-1': { vm_uuid: 'vm-1', status: null, operation: null } })
  expect(absent).not.toContain('*.operation')
  expect(absent).toContain('*.operation_type')
})

test('a key that may be an id is not repeated, one with a number in its name is', () => {
  const { unread } = compareShape(cvmPageSchema, { items: [], k256_key: 1, cvm_9f3a61c2b07d: 1, '5f0e1d2c3b4a': 1, 'db.example.com': 1 })
  expect(unread).toEqual(['k256_key', '*'])
})
