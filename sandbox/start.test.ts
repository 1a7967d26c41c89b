import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from './testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient()
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const settle = () => client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 60 } })

describe('a walk through a centralised CVM', () => {
  it('is listed, read, changed and runs again with the change and nothing else', async () => {
    const { api, info } = client
    const page = await api('GET', '/cvms/paginated?page_size=100')
    expect(page.body.total).toBe(40)
    const id = info.cvms.centralKms!
    const before = (await api('GET', `/cvms/${id}`)).body
    expect(before.resource).toMatchObject({ vcpu: 4, memory_in_gb: 8, disk_in_gb: 60 })

    const accepted = await api('PATCH', `/cvms/${id}`, { body: { vcpu: 8 } })
    expect(accepted.status).toBe(202)
    const moving = (await api('GET', `/cvms/${id}`)).body
    expect(moving).toMatchObject({ status: 'stopping', in_progress: true, progress: { correlation_id: accepted.body.correlation_id } })
    await settle()
    const after = (await api('GET', `/cvms/${id}`)).body
    expect(after).toEqual({
      ...before,
      resource: { ...before.resource, vcpu: 8, instance_type: 'custom', compute_billing_price: '0.3520' },
    })

    const { items } = (await api('GET', `/cvms/${id}/operations?limit=1`)).body
    expect(items[0]).toMatchObject({ correlation_id: accepted.body.correlation_id, status: 'completed', operation_type: 'resize' })
    expect(items[0].events.map(({ state }: { state: string }) => state)).toEqual([
      'stopping',
      'updating',
      'starting',
      'starting',
      'running',
    ])
  })
})

describe('the time that answers tell', () => {
  it('is the sandbox’s own, which can be moved', async () => {
    const { api, call, info } = client
    const told = async () => Date.parse((await api('GET', `/cvms/${info.cvms.centralKms}`)).headers.get('date') ?? '')
    const before = await told()
    await call('POST', '/sandbox/clock', { body: { advanceSeconds: 86_400 } })
    expect((await told()) - before).toBeGreaterThanOrEqual(86_400_000)
    expect((await told()) - before).toBeLessThan(86_400_000 + 60_000)
  })

  it('stands beside refusals and failures too, unless one brings its own', async () => {
    const { api, call } = client
    const date = 'Sun, 01 Mar 2026 08:00:00 GMT'
    await call('POST', '/sandbox/faults', {
      body: [
        { method: 'GET', path: '/api/v1/cvms', then: 'html-502' },
        { method: 'GET', path: '/api/v1/cvms', then: { status: 429, body: {}, headers: { date, 'retry-after': '3600' } } },
      ],
    })
    expect((await api('GET', '/auth/me', { key: null })).headers.get('date')).toMatch(/GMT$/)
    expect((await api('GET', '/cvms')).headers.get('date')).toMatch(/GMT$/)
    expect((await api('GET', '/cvms')).headers.get('date')).toBe(date)
  })
})
