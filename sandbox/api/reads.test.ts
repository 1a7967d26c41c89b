import { readAnswer } from '@/api/reading/read-answer.ts'
import { cvmPageSchema, cvmSchema } from '@/api/schemas/cvm.ts'
import { accountSchema } from '@/api/schemas/account.ts'
import { statusBatchSchema } from '@/api/schemas/cvm-status.ts'
import { refreshBatchSchema } from '@/api/schemas/instance-ids.ts'
import { kmsDetailSchema } from '@/api/schemas/kms.ts'
import { availableOsImagesSchema } from '@/api/schemas/os-image.ts'
import { operationPageSchema } from '@/api/schemas/operation.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'
import { sha256Hex } from '../seeded-random.ts'
import { sandboxMarker } from '../sandbox-marker.ts'
import { seedWorld } from '../seed/seed-world.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const inVersion = (version: string) => ({ headers: { 'x-phala-version': version } })
const old = inVersion('2025-10-28')

describe('the fleet', () => {
  it('is understood by the client in both shapes, item by item', async () => {
    for (const options of [{}, old]) {
      // oxlint-disable-next-line no-await-in-loop -- two shapes, one after the other
      const { data: page, misread } = readAnswer(cvmPageSchema, (await client.api('GET', '/cvms/paginated?page_size=100', options)).body)
      expect(misread).toEqual([])
      expect(page).toMatchObject({ total: 40, unreadable: 0, pages: 1 })
      expect(page!.items).toHaveLength(40)
    }
  })

  it('comes in pages of 1 to 100', async () => {
    const page = async (query: string) => client.api('GET', `/cvms/paginated?${query}`)
    expect((await page('page=2&page_size=15')).body).toMatchObject({ page: 2, page_size: 15, pages: 3, total: 40 })
    expect((await page('page=3&page_size=15')).body.items).toHaveLength(10)
    expect((await page('page_size=101')).body.detail[0]).toMatchObject({ loc: ['query', 'page_size'], type: 'less_than_equal' })
    expect((await page('page=0')).status).toBe(422)
    expect((await page('page=x')).status).toBe(422)
  })

  it('has what screens must cope with', async () => {
    const { items } = cvmPageSchema.parse((await client.api('GET', '/cvms/paginated?page_size=100')).body)
    expect(Math.max(...items.map(({ name }) => name.length))).toBe(63)
    expect(new Set(items.map(({ status }) => status)).size).toBeGreaterThanOrEqual(5)
    expect(new Set(items.map(({ node }) => node.name)).size).toBeGreaterThanOrEqual(5)
    expect(items.filter(({ kms }) => kms.chainId !== null)).toHaveLength(8)
    expect(items.some(({ instanceId }) => instanceId === null)).toBe(true)
  })

  it('holds as many CVMs as a reset asks for, with the same ids and keys', async () => {
    const before = (await client.call('GET', '/sandbox/info')).body
    const after = (await client.call('POST', '/sandbox/reset', { body: { fleetSize: 150, seed: 7 } })).body
    expect((await client.api('GET', '/cvms/paginated')).body.total).toBe(150)
    expect(after.worldId).not.toBe(before.worldId)
    expect({ ...after, worldId: '', fleetSize: 0, settings: 0 }).toEqual({ ...before, worldId: '', fleetSize: 0, settings: 0 })
  })

  it('is the same for the same seed and another for another', () => {
    const world = (seed: number) => {
      const { cvms } = seedWorld({ seed, fleetSize: 60, now: 1_700_000_000_000, chain: null, contracts: new Map() })
      return JSON.stringify(cvms)
    }
    expect(world(3)).toBe(world(3))
    expect(world(3)).not.toBe(world(4))
  })

  it('marks governed CVMs as unavailable where no chain can run', () => {
    const { cvms } = seedWorld({ seed: 1, fleetSize: 40, now: 0, chain: null, contracts: new Map() })
    expect(cvms.filter(({ status }) => status === 'unavailable')).toHaveLength(8)
  })
})

describe('one CVM', () => {
  it('is found by every form of its identifier', async () => {
    const { id, name, vm_uuid, app_id, instance_id } = (await client.api('GET', `/cvms/${client.info.cvms.centralKms}`)).body
    for (const form of [id, name, vm_uuid, vm_uuid.replaceAll('-', ''), `app_${app_id}`, app_id, `instance_${instance_id}`, '1']) {
      // oxlint-disable-next-line no-await-in-loop -- one form after the other
      expect((await client.api('GET', `/cvms/${form}`)).body.id, form).toBe(id)
    }
  })

  it('that several could be is refused with the candidates', async () => {
    const byName = await client.api('GET', '/cvms/session-cache')
    expect(byName).toMatchObject({ status: 400, body: { error_code: 'ERR-03-002' } })
    const candidates = (byName.body.details as { value: string }[]).map(({ value }) => value)
    expect(candidates).toHaveLength(2)
    const { app_id } = (await client.api('GET', `/cvms/${candidates[0]}`)).body
    expect((await client.api('GET', `/cvms/app_${app_id}`)).body.error_code).toBe('ERR-03-010')
  })

  it('of nobody, and of another workspace, look the same to an owner', async () => {
    const foreign = (await client.api('GET', '/cvms/paginated', { key: client.info.keys.other })).body.items[0].id
    const without = ({ request_id: _requestId, ...body }: Record<string, unknown>) => body
    const [a, b] = await Promise.all([client.api('GET', `/cvms/${foreign}`), client.api('GET', '/cvms/cvm_nobody')])
    expect(a.status).toBe(404)
    expect(without(a.body)).toEqual(without(b.body))
    expect((await client.api('GET', `/cvms/${foreign}`, { key: client.info.keys.admin })).body.error_code).toBe('ERR-03-003')
  })

  it('is understood in both shapes; the older one alone has slug and deletion', async () => {
    const path = `/cvms/${client.info.cvms.onchainEoa}`
    const newer = cvmSchema.parse((await client.api('GET', path)).body)
    const older = readAnswer(cvmSchema, (await client.api('GET', path, old)).body).data!
    expect(older).toMatchObject({
      name: newer.name,
      appId: newer.appId,
      resources: { vcpu: newer.resources.vcpu, memoryGb: newer.resources.memoryGb },
    })
    expect([newer.kms.slug, older.kms.slug]).toEqual([null, 'kms-sandbox'])
    expect(newer.kms.type).toBe('ethereum')
    expect((await client.api('GET', path, { headers: { 'x-phala-version': '' } })).body.id).toBe(2)
  })

  it('offers at least three OS versions, one of them its own', async () => {
    const images = availableOsImagesSchema.parse((await client.api('GET', `/cvms/${client.info.cvms.centralKms}/available-os-images`)).body)
    expect(new Set(images.map(({ version }) => version)).size).toBeGreaterThanOrEqual(3)
    expect(images.filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
  })

  it('keeps a history that can be paged and filtered', async () => {
    const path = `/cvms/${client.info.cvms.centralKms}/operations`
    const all = operationPageSchema.parse((await client.api('GET', path)).body)
    expect(all.items.length).toBeGreaterThanOrEqual(5)
    const first = (await client.api('GET', `${path}?limit=3`)).body
    const rest = (await client.api('GET', `${path}?limit=500&cursor=${first.next_cursor}`)).body
    expect([...first.items, ...rest.items]).toHaveLength(all.items.length)
    expect(rest.next_cursor).toBeNull()
    const typed = (await client.api('GET', `${path}?operation_types=power_on`)).body
    expect(new Set(typed.items.map((item: { operation_type: string }) => item.operation_type))).toEqual(new Set(['power_on']))
    expect((await client.api('GET', `${path}?limit=501`)).status).toBe(422)
  })

  it('says what runs on it', async () => {
    expect((await client.api('GET', `/cvms/${client.info.cvms.centralKms}/operation-status`)).body.status).toBe('idle')
    expect((await client.api('GET', `/cvms/${client.info.cvms.busy}/operation-status`)).body).toMatchObject({ status: 'in_progress' })
    const { vm_uuid } = (await client.api('GET', `/cvms/${client.info.cvms.busy}`)).body
    const batch = statusBatchSchema.parse((await client.api('POST', '/status/batch', { body: { vm_uuids: [vm_uuid, 'nobody'] } })).body)
    expect(Object.keys(batch)).toEqual([vm_uuid])
    expect(batch[vm_uuid]).toMatchObject({ inProgress: true, operationType: 'compose_update' })
  })
})

describe('watching a CVM', () => {
  const watch = (query: string) =>
    client.sandbox.fetch(
      new Request(`http://sandbox.test/api/v1/cvms/${client.info.cvms.centralKms}/state?${query}`, {
        headers: { 'x-api-key': client.info.keys.owner, accept: 'text/event-stream' },
      }),
    )

  it('ends with `complete` when it gets there', async () => {
    await client.api('POST', `/cvms/${client.info.cvms.centralKms}/restart`)
    const stream = await watch('target=running&interval=5')
    expect(stream.headers.get('content-type')).toBe('text/event-stream')
    const text = stream.text()
    await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 10 } })
    expect((await text).match(/event: (\w+)/g)).toEqual(['event: state', 'event: state', 'event: complete'])
  })

  it('ends with `timeout` when it does not', async () => {
    const text = (await watch('target=stopped&timeout=10')).text()
    await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 11 } })
    expect(await text).toContain('event: timeout')
  })

  it('is possible five times at once', async () => {
    const streams = await Promise.all(Array.from({ length: 5 }, () => watch('target=stopped')))
    expect((await watch('target=stopped')).status).toBe(429)
    await streams[0]!.body!.cancel()
    const sixth = await watch('target=stopped')
    expect(sixth.status).toBe(200)
  })
})

describe('who may ask', () => {
  it('is told apart by the key', async () => {
    expect((await client.api('GET', '/auth/me', { key: null })).body).toEqual({ detail: expect.any(String) })
    expect((await client.api('GET', '/auth/me', { key: client.info.keys.admin })).body.user.role).toBe('admin')
    expect((await client.api('GET', '/auth/me')).body).toMatchObject({ user: { role: 'user' }, workspace: { slug: 'harbor-payments' } })
    expect((await client.api('GET', '/auth/me', old)).body).toMatchObject({ username: 'harbor-owner', team_name: 'Harbor Payments' })
  })
})

describe('what the sandbox does not play', () => {
  it.each([
    ['PATCH', '/cvms/cvm_x/network-config', 501, 'PATCH /api/v1/cvms/{cvm_id}/network-config'],
    ['POST', '/cvms/cvm_x/replicas', 501, 'POST /api/v1/cvms/{cvm_id}/replicas'],
    ['GET', '/workspace/webhooks', 404, 'no such path'],
    ['GET', '/moon', 404, 'no such path'],
    ['PUT', '/cvms/cvm_x', 405, 'GET, PATCH'],
    ['DELETE', '/kms', 405, 'GET'],
  ])('%s %s is %i and says why', async (method, path, status, words) => {
    const answer = await client.api(method, path)
    expect(answer).toMatchObject({
      status,
      body: { error_code: expect.stringContaining('SANDBOX-'), message: expect.stringContaining(words) },
    })
  })

  it('says its name where the bundle check looks for it', async () => {
    expect((await client.call('GET', '/sandbox/info')).body.marker).toBe(sandboxMarker)
  })
})

describe('a version', () => {
  const versions = ['2025-10-28', '2026-01-21', '2026-05-22', '2026-06-23']

  it.each(versions)('%s of everything that a page reads is understood in full', async (version) => {
    const id = client.info.cvms.onchainEoa
    const { vm_uuid } = (await client.api('GET', `/cvms/${id}`)).body
    const read = async (schema: Parameters<typeof readAnswer>[0], method: string, path: string, body?: unknown) => {
      const answer = await client.api(method, path, { ...inVersion(version), ...(body === undefined ? {} : { body }) })
      expect(answer.status, path).toBe(200)
      const { data, misread } = readAnswer(schema, answer.body)
      expect(misread, path).toEqual([])
      return data
    }
    await read(cvmPageSchema, 'GET', '/cvms/paginated?page_size=100')
    await read(cvmSchema, 'GET', `/cvms/${id}`)
    await read(accountSchema, 'GET', '/auth/me')
    await read(operationPageSchema, 'GET', `/cvms/${id}/operations`)
    await read(kmsDetailSchema, 'GET', '/kms/kms-sandbox')
    await read(refreshBatchSchema, 'PATCH', '/cvms/instance-ids', { dry_run: true })
    const statuses = await read(statusBatchSchema, 'POST', '/status/batch', { vm_uuids: [vm_uuid] })
    expect(statuses).toMatchObject({ [vm_uuid]: { status: 'running', operationType: null } })
  })

  it('says since May 2026 what makes a CVM busy in a block, and what it uses', async () => {
    const { vm_uuid } = (await client.api('GET', `/cvms/${client.info.cvms.busy}`)).body
    const status = async (version: string) => {
      const { body } = await client.api('POST', '/status/batch', { ...inVersion(version), body: { vm_uuids: [vm_uuid] } })
      return { raw: body[vm_uuid], read: statusBatchSchema.parse(body)[vm_uuid]! }
    }
    const [before, now] = [await status('2026-01-21'), await status('2026-05-22')]
    expect(before.raw).toHaveProperty('operation_type')
    expect(before.raw).not.toHaveProperty('operation')
    expect(now.raw).not.toHaveProperty('operation_type')
    expect(now.read).toMatchObject({ operationType: before.read.operationType, correlationId: before.read.correlationId })
    expect(before.read.operationType).toEqual(expect.any(String))
  })

  it('names several devices of a node since May 2026, and takes no filters of the platform’s own', async () => {
    const { node_info } = (await client.api('GET', `/cvms/${client.info.cvms.onchainEoa}`, inVersion('2026-05-22'))).body
    expect(node_info.device_ids).toHaveLength(2)
    expect(node_info.device_ids[0].device_id).toBe(node_info.device_id)
    const filtered = (version: string) =>
      client.api('GET', '/cvms/paginated?teepod_id=3', { key: client.info.keys.admin, ...inVersion(version) })
    expect((await filtered('2026-05-22')).status).toBe(422)
    expect((await filtered('2026-01-21')).status).toBe(200)
  })

  it('lets a KMS be named by its kind since June 2026', async () => {
    const kms = async (version: string) => client.api('GET', '/kms/ethereum', inVersion(version))
    expect((await kms('2026-05-22')).status).toBe(404)
    expect((await kms('2026-06-23')).body).toMatchObject({ slug: 'kms-sandbox', contract_address: client.info.kmsContractAddress })
  })

  it('that a world does not have yet is refused', async () => {
    await client.call('POST', '/sandbox/reset', { body: { newestVersion: '2026-01-21' } })
    expect(await client.api('GET', '/auth/me', inVersion('2026-05-22'))).toMatchObject({ status: 400 })
    expect(await client.api('GET', '/auth/me', inVersion('2026-01-21'))).toMatchObject({ status: 200 })
    // Nobody published it, so it is taken for the oldest, as the vendor's own client does.
    expect((await client.api('GET', '/auth/me', inVersion('2031-01-01'))).body).toHaveProperty('team_name')
  })
})

describe('the world of October 2026', () => {
  beforeEach(() => client.call('POST', '/sandbox/reset', { body: { as: 'live-2026-10' } }))
  const path = () => `/cvms/${client.info.cvms.centralKms}`

  it('has a script and visibility that the server put in at creation', async () => {
    const { body } = await client.api('GET', `${path()}/compose_file`)
    expect(body).toMatchObject({ public_logs: true, public_sysinfo: true })
    expect(Math.round(body.pre_launch_script.length / 100)).toBe(175)
    expect((await client.api('GET', `${path()}/pre-launch-script/upgrade-status`)).body).toMatchObject({ is_official: true })
  })

  it('runs it without an instance id that the gateway would confirm', async () => {
    expect((await client.api('GET', path())).body).toMatchObject({ status: 'running', instance_id: null })
    const { body } = await client.api('PATCH', `${path()}/instance-id`, { body: { dry_run: true } })
    expect(body).toMatchObject({ status: 'skipped', reason: 'gateway_rpc_failed', source: 'teepod_state', verified_with_gateway: false })
  })

  it('takes a compose file as text with 202, and hands out the bytes that its hash is taken over', async () => {
    const yaml = 'services:\n  web:\n    image: nginx:1.29\n'
    const answer = await client.api('PATCH', `${path()}/docker-compose`, { body: yaml, headers: { 'content-type': 'text/yaml' } })
    expect(answer).toMatchObject({
      status: 202,
      body: { status: 'in_progress', correlation_id: expect.any(String), message: expect.any(String) },
    })
    const { compose_hash } = (await client.api('GET', path())).body
    expect(sha256Hex((await client.api('GET', `${path()}/compose_file?raw=1`)).body)).toBe(compose_hash)
  })
})
