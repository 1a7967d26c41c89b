import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { accountSchema } from '../schemas/account.ts'
import { appComposeSchema } from '../schemas/app-compose.ts'
import { cvmPageSchema, cvmSchema } from '../schemas/cvm.ts'
import { cvmExtrasSchema } from '../schemas/cvm-details.ts'
import { statusBatchSchema } from '../schemas/cvm-status.ts'
import { operationPageSchema } from '../schemas/operation.ts'
import { deviceAllowlistSchema } from '../schemas/apps/app-allowed.ts'
import { revisionDetailSchema } from '../schemas/apps/revision.ts'
import { availableOsImagesSchema } from '../schemas/os-image.ts'
import { unreadOf } from '../schemas/values.ts'
import { readAnswer } from './read-answer.ts'

const appId = '3f91'.padEnd(40, '0')
const info = {
  id: 'cvm_k3',
  name: 'api-prod-1',
  app_id: appId,
  status: 'running',
  resource: { vcpu: 4, memory_in_gb: 8, disk_in_gb: 60, compute_billing_price: '0.2' },
  node_info: { device_id: 'aa', name: 'prod5' },
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
  contract_address: `0x${appId}`,
  scheduled_delete_at: null,
}
const { id: _id, app_id: _appId, ...rest } = old
const hosted = { ...rest, hosted: { id: 'vm-uuid', app_id: appId, instance_id: null } }
const operation = { correlation_id: 'c1', operation_type: 'resize', started_at: '2026-01-01T10:00:00Z', status: 'completed' }

describe('one odd field costs that field', () => {
  test.each([
    ['resource.vcpu', { resource: { ...info.resource, vcpu: 'four' } }, 'a number as text', 'string'],
    ['os', { os: 'dstack-0.5' }, 'object', 'string'],
    ['public_logs', { public_logs: 'yes' }, 'boolean', 'string'],
    ['created_at', { created_at: 'some day' }, 'a time', 'string'],
    ['name', { name: { en: 'api' } }, 'string', 'object'],
    ['status', { status: null, in_progress: 1 }, null, null],
    ['workspace.id', { workspace: { id: null, name: 'w' } }, 'string or number', 'null'],
  ])('%s', (path, odd, expected, found) => {
    const { data, misread } = readAnswer(cvmSchema, { ...info, ...odd })
    expect(data).toMatchObject({ id: 'cvm_k3', appId, kms: { type: 'phala' } })
    if (expected !== null) expect(misread).toEqual([{ path, expected, found, lost: 'field', count: 1 }])
  })

  test('what is not said is not reported, never a default that looks real', () => {
    const { data } = readAnswer(cvmSchema, { id: 'cvm_k3', resource: {}, public_logs: null, instance_id: '', compose_hash: 'not a hash' })
    expect(data).toMatchObject({
      name: 'cvm_k3',
      status: 'not reported',
      inProgress: null,
      instanceId: null,
      composeHash: null,
      listed: null,
      endpoints: null,
      visibility: { publicLogs: null, publicSysinfo: null, publicTcbinfo: null },
      resources: { vcpu: null, price: null },
    })
  })

  test('a list that is not said is none that is empty', () => {
    expect(readAnswer(deviceAllowlistSchema, {}).data?.devices).toBeNull()
    expect(readAnswer(deviceAllowlistSchema, { devices: 'two' }).data?.devices).toBeNull()
    expect(readAnswer(deviceAllowlistSchema, { devices: [] }).data?.devices).toEqual([])
    expect(readAnswer(cvmSchema, { ...info, endpoints: [] }).data?.endpoints).toEqual([])
  })

  test('a price, a number or an id is taken as text and as number', () => {
    const { data, misread } = readAnswer(cvmSchema, { ...info, resource: { vcpu: '4', hourly_rate: 0.25 }, kms_info: { chain_id: '8453' } })
    expect(misread).toEqual([])
    expect(data).toMatchObject({ resources: { vcpu: 4, price: '0.25' }, kms: { chainId: 8453 } })
  })

  test('a manifest is read whole or not at all: without one of its parts it would state another file', () => {
    const manifest = { name: 'a', docker_compose_file: 'services: {}', pre_launch_script: 'true', allowed_envs: ['A', 'B'], swap_size: 3 }
    expect(readAnswer(appComposeSchema, manifest).data).toEqual(manifest)
    for (const [field, odd] of Object.entries({
      allowed_envs: ['A', 7, 'B'],
      pre_launch_script: { text: 'true' },
      docker_compose_file: ['services: {}'],
      public_logs: 'yes',
    })) {
      const changed = { ...manifest, [field]: odd }
      expect(readAnswer(appComposeSchema, changed), field).toMatchObject({ data: undefined, misread: [{ lost: 'answer', count: 1 }] })
      const detail = readAnswer(revisionDetailSchema, { revision_id: 'r1', compose_hash: 'ab'.repeat(32), compose_file: changed })
      expect(detail.data, field).toMatchObject({ id: 'r1', composeHash: 'ab'.repeat(32), manifest: null })
      expect(detail.misread, field).toMatchObject([{ lost: 'field', count: 1 }])
    }
  })

  test('a workspace that cannot be read is not none; what is odd about a readable one costs that alone', () => {
    const user = { username: 'ana', role: 'user' }
    expect(readAnswer(accountSchema, { user, workspace: 'blue' }).data).toBeUndefined()
    expect(readAnswer(accountSchema, { user, workspace: { id: null, name: 'blue' } }).data).toBeUndefined()
    expect(readAnswer(accountSchema, { user, workspace: { id: 7, name: 'blue', slug: 3 } }).data?.workspace).toMatchObject({
      id: '7',
      slug: null,
    })
    expect(readAnswer(accountSchema, { user, workspace: null }).data?.workspace).toBeNull()
  })

  test('a manifest of another kind is none', () => {
    expect(readAnswer(revisionDetailSchema, { revision_id: 'r1', compose_file: 'raw' }).data).toMatchObject({ id: 'r1', manifest: null })
  })
})

describe('one odd record costs that record', () => {
  test('of a fleet, whichever shape its items have', () => {
    const { data, misread } = readAnswer(cvmPageSchema, { items: [info, { odd: true }, 7, hosted], total: 4, page: 1, pages: 1 })
    expect(data?.items.map((cvm) => cvm.appId)).toEqual([appId, appId])
    expect(data?.unreadable).toBe(2)
    expect(misread.map(({ path, lost }) => `${path} ${lost}`)).toEqual(['items[].id record', 'items[] record'])
  })

  test('of a history, where an old record without a kind or a time is still one', () => {
    const items = [
      { ...operation, operation_type: null },
      { ...operation, correlation_id: 'c2', started_at: 'odd' },
      { ...operation, status: 3 },
    ]
    const { data, misread } = readAnswer(operationPageSchema, { items, next_cursor: null })
    expect(data?.items).toMatchObject([
      { correlationId: 'c1', type: null },
      { correlationId: 'c2', startedAt: null },
    ])
    expect(data?.unreadable).toBe(1)
    expect(misread).toMatchObject([
      { path: 'items[].status', lost: 'record' },
      { path: 'items[].started_at', lost: 'field' },
    ])
  })

  test('of many statuses', () => {
    const { data } = readAnswer(statusBatchSchema, { a: { vm_uuid: 'a', status: 'running', in_progress: false }, b: 'gone' })
    expect(Object.keys(data!)).toEqual(['a'])
  })
})

test('what everything depends on is not made up', () => {
  expect(readAnswer(cvmSchema, { ...info, id: null })).toMatchObject({
    data: undefined,
    misread: [{ path: 'id', expected: 'string or number', found: 'null', lost: 'answer', count: 1 }],
  })
  expect(readAnswer(operationPageSchema, { items: 'none' }).data).toBeUndefined()
  expect(readAnswer(cvmSchema, [])).toMatchObject({ data: undefined, misread: [{ path: 'the answer', found: 'list' }] })
})

describe('older shapes', () => {
  test('say the same sizes in the same units, and ids as text', () => {
    const sizes = { vcpu: 4, memoryGb: 8, diskGb: 60 }
    expect(readAnswer(cvmSchema, info).data?.resources).toMatchObject(sizes)
    expect(readAnswer(cvmSchema, { ...old, memory: '8192' }).data?.resources).toMatchObject(sizes)
    const { data, misread } = readAnswer(cvmSchema, old)
    expect(misread).toEqual([])
    expect(data).toMatchObject({ id: '17', resources: sizes, kms: { slug: 'kms-base', chainId: 8453, reportedAppContract: `0x${appId}` } })
  })

  test('know the name of the KMS and the deletion', () => {
    expect(cvmExtrasSchema.parse({ ...old, scheduled_delete_at: '2026-08-01T00:00:00' })).toMatchObject({
      kmsSlug: 'kms-base',
      scheduledDeleteAt: '2026-08-01T00:00:00Z',
    })
  })

  test('have a flat account, in which nobody is an admin', () => {
    expect(readAnswer(accountSchema, { username: 'ana', team_name: 'blue', credits: 4 }).data).toEqual({
      username: 'ana',
      isAdmin: false,
      workspace: { id: 'blue', name: 'blue', slug: null, billingStatus: null },
    })
  })
})

test('both forms of what makes a CVM busy are read', () => {
  const entry = { vm_uuid: 'a', status: 'running', in_progress: true }
  const wanted = { operationType: 'resize', operationStartedAt: '2026-01-01T10:00:00Z', correlationId: 'c1' }
  const flat = { operation_type: 'resize', operation_started_at: '2026-01-01T10:00:00Z', correlation_id: 'c1' }
  const block = { operation: { type: 'resize', phase: 'apply', started_at: '2026-01-01T10:00:00Z', correlation_id: 'c1' } }
  for (const form of [flat, block]) expect(statusBatchSchema.parse({ a: { ...entry, ...form } })['a']).toMatchObject(wanted)
  expect(statusBatchSchema.parse({ a: { ...entry, operation: null } })['a']).toMatchObject({ operationType: null, correlationId: null })
})

test('without its sizes a CVM of the newer shape is one all the same', () => {
  const { resource: _resource, ...bare } = info
  const { data, misread } = readAnswer(cvmSchema, bare)
  expect(data).toMatchObject({ name: 'api-prod-1', resources: { vcpu: null } })
  expect(misread).toEqual([{ path: 'resource', expected: 'object', found: 'nothing', lost: 'field', count: 1 }])
})

test('a report never holds a value of an answer', () => {
  const secret = 'canary-secret'
  const { misread } = readAnswer(cvmPageSchema, {
    items: [{ ...info, name: [secret], [secret]: secret, resource: { vcpu: secret } }, secret],
    total: secret,
    pages: 1,
  })
  expect(misread.length).toBeGreaterThan(2)
  expect(JSON.stringify(misread)).not.toContain(secret)
})

test('a bare list of which no record can be read is not understood, instead of being empty', () => {
  const image = { version: [0, 5, 5], prod: { name: 'dstack-0.5.5' }, dev: null }
  expect(readAnswer(availableOsImagesSchema, [1, 'two', null])).toMatchObject({ data: undefined, message: expect.stringContaining('[]') })
  expect(readAnswer(availableOsImagesSchema, [1, image]).data).toHaveLength(1)
  expect(readAnswer(availableOsImagesSchema, []).data).toEqual([])
})

test('a bare list says how many of its records were left out', () => {
  const image = { version: [0, 5, 5], prod: { name: 'dstack-0.5.5' }, dev: null }
  const cvms = readAnswer(z.array(cvmSchema), [1, info, 'three', info]).data!
  expect([cvms.length, unreadOf(cvms)]).toEqual([2, 2])
  expect(unreadOf(readAnswer(z.array(cvmSchema), [info]).data!)).toBe(0)
  expect(unreadOf(readAnswer(availableOsImagesSchema, [1, image]).data!)).toBe(1)
})
