import { cvmPageSchema, cvmSchema } from '@/api/schemas/cvm.ts'
import { statusBatchSchema } from '@/api/schemas/cvm-status.ts'
import { availableOsImagesSchema } from '@/api/schemas/os-image.ts'
import { operationPageSchema } from '@/api/schemas/operation.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../api-client.ts'
import { sandboxMarker } from '../sandbox-marker.ts'
import { seedWorld } from '../seed/seed-world.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const old = { headers: { 'x-phala-version': '2025-10-28' } }

describe('the fleet', () => {
  it('is understood by the client in both shapes, item by item', async () => {
    for (const options of [{}, old]) {
      // oxlint-disable-next-line no-await-in-loop -- two shapes, one after the other
      const page = cvmPageSchema.parse((await client.api('GET', '/cvms/paginated?page_size=100', options)).body)
      expect(page).toMatchObject({ total: 40, unreadable: 0, pages: 1 })
      expect(page.items).toHaveLength(40)
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
    const older = cvmSchema.parse((await client.api('GET', path, old)).body)
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
    ['GET', '/cvms/cvm_x/ports', 501, 'GET /api/v1/cvms/{cvm_id}/ports'],
    ['POST', '/cvms/cvm_x/replicas', 501, 'POST /api/v1/cvms/{cvm_id}/replicas'],
    ['GET', '/workspace/webhooks', 404, 'no such path'],
    ['GET', '/moon', 404, 'no such path'],
    ['DELETE', '/cvms/cvm_x', 405, 'GET, PATCH'],
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
