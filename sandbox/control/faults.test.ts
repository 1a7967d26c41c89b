import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const order = (...faults: unknown[]) => client.call('POST', '/sandbox/faults', { body: faults })
const cvm = () => client.info.cvms.centralKms!
const patch = (body: unknown) => client.api('PATCH', `/cvms/${cvm()}`, { body })
const busy = async () => (await client.api('GET', `/cvms/${cvm()}`)).body.in_progress as boolean
const path = '/api/v1/cvms/{id}'

describe('an ordered failure', () => {
  it('answers with a status and a body as often as asked, then no more', async () => {
    await order({ method: 'GET', path, times: 2, then: { status: 429, body: { detail: 'slow down' }, headers: { 'retry-after': '3' } } })
    const seen = [
      await client.api('GET', `/cvms/${cvm()}`),
      await client.api('GET', `/cvms/${cvm()}`),
      await client.api('GET', `/cvms/${cvm()}`),
    ]
    expect(seen.map(({ status }) => status)).toEqual([429, 429, 200])
    expect(seen[0]!.headers.get('retry-after')).toBe('3')
    expect(seen[0]!.body).toEqual({ detail: 'slow down' })
  })

  it('fits its method and one part of the path only', async () => {
    await order({ method: 'PATCH', path, then: { status: 500, body: {} } })
    expect((await client.api('GET', `/cvms/${cvm()}`)).status).toBe(200)
    expect((await client.api('GET', `/cvms/${cvm()}/state`)).status).toBe(200)
    expect((await patch({ vcpu: 2 })).status).toBe(500)
  })

  it('drops a request before it is seen, or its answer after it was carried out', async () => {
    await order({ method: 'PATCH', path, then: 'drop' }, { method: 'PATCH', path, then: 'drop-after' })
    await expect(patch({ vcpu: 2 })).rejects.toMatchObject({ name: 'ConnectionDropped' })
    expect(await busy()).toBe(false)
    await expect(patch({ vcpu: 2 })).rejects.toMatchObject({ name: 'ConnectionDropped' })
    expect(await busy()).toBe(true)
    expect((await client.call('GET', `/sandbox/cvms/${cvm()}`)).body.requests).toHaveLength(1)
  })

  it('lets a proxy answer in HTML', async () => {
    await order({ method: 'GET', path: '/api/v1/auth/me', then: 'html-502' })
    expect(await client.api('GET', '/auth/me')).toMatchObject({ status: 502, body: expect.stringContaining('<html>') })
  })

  it('delays', async () => {
    await order({ method: 'GET', path: '/api/v1/auth/me', then: { delayMs: 40 } })
    const startedAt = performance.now()
    expect((await client.api('GET', '/auth/me')).status).toBe(200)
    expect(performance.now() - startedAt).toBeGreaterThan(35)
  })

  it('makes the server lie about a hash, and leaves the rest of its answer alone', async () => {
    const lie = 'f'.repeat(64)
    await order({ method: 'PATCH', path, then: { patchBody: { details: [{ field: 'compose_hash', value: lie }] } } })
    const { body } = await client.api('PATCH', `/cvms/${client.info.cvms.onchainEoa}`, { body: { docker_compose_file: 'services: {}\n' } })
    expect(body.details[0]).toEqual({ field: 'compose_hash', value: lie })
    expect(body.details.map(({ field }: { field: string }) => field)).toEqual(['compose_hash', 'app_id', 'device_id', 'kms_info'])
  })

  it('loses fields of an update that it accepts', async () => {
    await order({ method: 'PATCH', path, then: { ignoreFields: ['memory'] } })
    expect((await patch({ vcpu: 8, memory: 16384 })).status).toBe(202)
    await client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 10 } })
    expect((await client.api('GET', `/cvms/${cvm()}`)).body.resource).toMatchObject({ vcpu: 8, memory_in_gb: 8 })
    expect((await client.call('GET', `/sandbox/cvms/${cvm()}`)).body.requests[0].body).toEqual({ vcpu: 8, memory: 16384 })
  })

  it('reaches the reads of the chain too', async () => {
    await order({ method: 'POST', path: '/rpc/{chain}', then: { status: 503, body: 'down' } })
    expect((await client.call('POST', '/rpc/31337', { body: { jsonrpc: '2.0', id: 1, method: 'eth_chainId' } })).status).toBe(503)
    expect((await client.rpc('eth_chainId')).result).toBe('0x7a69')
  })

  it('is forgotten when cleared, and by a reset', async () => {
    await order({ method: '*', path: '/api/v1/auth/me', times: 9, then: { status: 500, body: {} } })
    expect((await client.call('DELETE', '/sandbox/faults')).body).toEqual({ faults: [] })
    expect((await client.api('GET', '/auth/me')).status).toBe(200)
    await order({ method: '*', path: '/api/v1/auth/me', times: 9, then: { status: 500, body: {} } })
    await client.call('POST', '/sandbox/reset')
    expect((await client.api('GET', '/auth/me')).status).toBe(200)
  })

  it('never reaches another world, although its delay would end there', async () => {
    await order({ method: 'PATCH', path, then: { delayMs: 600_000 } })
    const held = expect(patch({ vcpu: 2 })).rejects.toMatchObject({ name: 'ConnectionDropped' })
    await expect.poll(async () => (await client.call('GET', `/sandbox/cvms/${cvm()}`)).body.requests).toHaveLength(1)
    await client.call('POST', '/sandbox/reset')
    await held
    expect(await busy()).toBe(false)
  })

  it.each([{ method: 'GET', path: '/somewhere', then: 'drop' }, { method: 'GET', path, then: 'explode' }, { path }])(
    '%j is refused',
    async (fault) => {
      expect((await order(fault)).status).toBe(422)
    },
  )
})

describe('control', () => {
  it('serves the demo wallet', async () => {
    const script = await client.call('GET', '/sandbox/wallet.js')
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.body).toContain('eip6963')
  })

  it('slows the API down, and nothing else', async () => {
    await client.call('POST', '/sandbox/reset', { body: { latencyMs: 150 } })
    const took = async (run: () => Promise<unknown>) => {
      const startedAt = performance.now()
      await run()
      return performance.now() - startedAt
    }
    expect(await took(() => client.api('GET', '/auth/me'))).toBeGreaterThan(145)
    expect(await took(() => client.call('GET', '/sandbox/info'))).toBeLessThan(145)
  })

  it.each([{ fleetSize: 10_001 }, { speed: 3 }, { applySeconds: -1 }])('refuses a reset with %j', async (body) => {
    expect((await client.call('POST', '/sandbox/reset', { body })).status).toBe(422)
  })

  it('passes orders to the chain and says what was wrong with one', async () => {
    expect((await client.call('POST', '/sandbox/chain', { body: { automine: false } })).body).toMatchObject({ automine: false })
    expect((await client.call('POST', '/sandbox/chain', { body: { explode: true } })).status).toBe(400)
  })
})
