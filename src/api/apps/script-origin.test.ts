import { QueryClient } from '@tanstack/react-query'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type SandboxClient, sandboxWithClient } from '../../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../../sandbox/testing/fetch-to-sandbox.ts'
import { scriptOriginQuery, scriptOriginWords } from './script-origin.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
afterEach(() => vi.unstubAllGlobals())

test('a script that the platform put in is named as its own, and one of a person is not', async () => {
  const words = async (id: string) => {
    vi.stubGlobal(
      'fetch',
      fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin: 'http://sandbox.test' }),
    )
    return scriptOriginWords(await new QueryClient().fetchQuery(scriptOriginQuery(id, 'the script')))
  }
  expect(await words(client.info.cvms['centralKms']!)).toBeNull()
  await client.call('POST', '/sandbox/reset', { body: { as: 'live-2026-10' } })
  expect(await words(client.info.cvms['centralKms']!)).toMatch(/^Phala Cloud’s own script: .* It is its newest one\.$/)
})

test('what the server does not say is not said', () => {
  expect(scriptOriginWords({ isOfficial: null, isLatest: true })).toBeNull()
  expect(scriptOriginWords({ isOfficial: true, isLatest: null })).not.toMatch(/newe/)
  expect(scriptOriginWords({ isOfficial: true, isLatest: false })).toMatch(/has a newer one\.$/)
})
