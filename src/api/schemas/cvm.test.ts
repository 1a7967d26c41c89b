import { expect, test } from 'vitest'
import { cvmPageSchema, cvmSchema } from './cvm.ts'

const appId = '3f91'.padEnd(40, '0')
const info = {
  id: 'cvm_k3',
  name: 'api-prod-1',
  app_id: appId,
  status: 'running',
  resource: { vcpu: 4, memory_in_gb: 8, disk_in_gb: 60 },
  gateway: { base_domain: 'example.net' },
  kms_type: 'phala',
}
const old = {
  id: 17,
  name: 'api-prod-1',
  status: 'running',
  app_id: appId,
  vcpu: 4,
  memory: 8192,
  disk_size: 60,
  kms_info: { id: 'kms_1', slug: 'kms-base', chain_id: 8453 },
  scheduled_delete_at: null,
}

test('both shapes say the same sizes in the same units', () => {
  const sizes = { vcpu: 4, memoryGb: 8, diskGb: 60 }
  expect(cvmSchema.parse(info).resources).toMatchObject(sizes)
  expect(cvmSchema.parse(old).resources).toMatchObject(sizes)
})

test('an id is opaque text, also where it arrives as a number', () => {
  expect(cvmSchema.parse(old).id).toBe('17')
  expect(cvmSchema.parse(info).id).toBe('cvm_k3')
})

test('what is absent or null is not reported, never a default that looks real', () => {
  const cvm = cvmSchema.parse({ ...info, resource: {}, instance_id: '', compose_hash: 'not a hash' })
  expect(cvm).toMatchObject({ instanceId: null, composeHash: null, os: { name: null } })
  expect(cvm.resources.vcpu).toBeNull()
})

test('only the older shape knows the KMS slug', () => {
  expect(cvmSchema.parse(old).kms).toMatchObject({ slug: 'kms-base', chainId: 8453 })
})

test('one odd item does not hide the fleet', () => {
  const { id: _id, app_id: _appId, ...rest } = old
  const hosted = { ...rest, hosted: { id: 'vm-uuid', app_id: appId, instance_id: null } }
  const page = cvmPageSchema.parse({ items: [info, { odd: true }, hosted], total: 3, page: 1, page_size: 100, pages: 1 })
  expect(page.items.map((cvm) => cvm.appId)).toEqual([appId, appId])
  expect(page.unreadable).toBe(1)
})
