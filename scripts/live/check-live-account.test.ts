import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { checkLive, plannedReads } from './check-live-account.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 24 })
})
afterAll(() => client.stop())

test('a live account is read with GET alone, along the list that was printed, and nothing of it is told', async () => {
  const asked: string[] = []
  const { text, isWhole } = await checkLive({
    prefix: 'http://sandbox.test/api/v1',
    apiKey: client.info.keys.owner,
    fetch: (url, init) => {
      const { method, headers } = new Request(url, init)
      expect(method).toBe('GET')
      expect(headers.get('x-api-key')).toBe(client.info.keys.owner)
      asked.push(new URL(url).pathname)
      return client.sandbox.fetch(new Request(url, init))
    },
  })
  expect(isWhole).toBe(true)
  expect(text).toContain('None.')
  expect(text).toContain('version 2026-06-23: status 200')
  expect(text).toContain('memory: one GB of the newer version is 1024 of the older')
  expect(text).toContain('disk: one GB of the newer version is 1 of the older')
  expect(text).toContain('its bytes have the reported hash')
  for (const secret of [client.info.keys.owner, ...Object.values(client.info.cvms), 'storefront-api', 'harbor-owner']) {
    expect(text).not.toContain(secret)
  }
  const planned = plannedReads.join(' ')
  for (const path of asked) {
    const template = path
      .replace('/api/v1', '')
      .replace(/^\/cvms\/cvm_\w+/, '/cvms/{cvm_id}')
      .replace(/^\/apps\/[0-9a-f]{40}/, '/apps/{app_id}')
      .replace(/^\/kms\/[\w-]+/, '/kms/{kms_id}')
    expect(planned).toContain(template)
  }
})

test('a key that is refused is no success', async () => {
  const { text, isWhole } = await checkLive({
    prefix: 'http://sandbox.test/api/v1',
    apiKey: 'phak_nobody',
    fetch: (url, init) => client.sandbox.fetch(new Request(url, init)),
  })
  expect(isWhole).toBe(false)
  expect(text).toContain('GET /api/v1/auth/me: status 401')
})
