import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const remove = (cvm: string, key = client.info.keys.owner) => client.api('DELETE', `/cvms/${cvm}`, { key })

it('a deleted CVM is gone from lists and by every name', async () => {
  const cvm = client.info.cvms['centralKms']!
  const { name, vm_uuid: uuid } = (await client.api('GET', `/cvms/${cvm}`)).body as { name: string; vm_uuid: string }
  expect((await remove(cvm)).status).toBe(204)
  for (const identifier of [cvm, name, uuid]) expect((await client.api('GET', `/cvms/${identifier}`)).status).toBe(404)
  const { items } = (await client.api('GET', '/cvms/paginated?page_size=100')).body as { items: { id: string }[] }
  expect(items.map(({ id }) => id)).not.toContain(cvm)
  expect((await remove(cvm)).status).toBe(404)
})

it('what is busy or another workspace’s stays', async () => {
  expect((await remove(client.info.cvms['busy']!)).status).toBe(409)
  expect((await remove(client.info.cvms['centralKms']!, client.info.keys.other)).status).toBe(404)
})
