import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from './api-client.ts'

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
