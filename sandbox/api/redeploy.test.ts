import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { sandboxWithClient, type SandboxClient } from '../testing/api-client.ts'

let client: SandboxClient
beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
beforeEach(() => client.call('POST', '/sandbox/reset'))

const named = (name: string) => client.info.cvms[name]!
const advance = (advanceSeconds: number) => client.call('POST', '/sandbox/clock', { body: { advanceSeconds } })
const detail = async (cvm: string) => (await client.api('GET', `/cvms/${cvm}`)).body
const redeploy = (cvm: string, revision: string, query = '') => client.api('POST', `/cvms/${cvm}/revisions/${revision}/redeploy${query}`)

interface RevisionAnswer {
  revision_id: string
  compose_hash: string
}

/** The revisions of a CVM's app, newest first. */
async function revisionsOf(cvm: string): Promise<RevisionAnswer[]> {
  const { app_id: app } = await detail(cvm)
  return (await client.api('GET', `/apps/${app}/revisions`)).body.revisions as RevisionAnswer[]
}
const earlier = async (cvm: string) => {
  const now = await detail(cvm)
  return (await revisionsOf(cvm)).find(({ compose_hash }) => compose_hash !== now.compose_hash)!
}

it('an earlier revision is in force again afterwards, with a revision of its own, and nothing else has moved', async () => {
  const cvm = named('centralKms')
  const before = await detail(cvm)
  const old = await earlier(cvm)
  const answer = await redeploy(cvm, old.revision_id)
  expect(answer.status).toBe(202)
  await advance(10)
  expect(await detail(cvm)).toMatchObject({ compose_hash: old.compose_hash, resource: before.resource, status: 'running' })
  expect((await revisionsOf(cvm))[0]).toMatchObject({
    compose_hash: old.compose_hash,
    operation_type: 'redeploy',
    trace_id: answer.body.correlation_id,
  })
})

it('under a contract that does not allow its hash, the answer names it; with the transaction that allowed it, it goes through', async () => {
  const cvm = named('onchainEoa')
  const { app_id: app } = await detail(cvm)
  const old = await earlier(cvm)
  const selectors = { add: '0xdfc77223', remove: '0x67b3f22c' }
  const call = async (selector: string) => {
    const { result } = await client.rpc('eth_sendTransactionSync', [
      { from: client.info.accounts.owner.address, to: `0x${app}`, data: selector + old.compose_hash, gas: '0x30d40' },
    ])
    return (result as { transactionHash: string }).transactionHash
  }
  const withdrawn = await call(selectors.remove)
  const refused = await redeploy(cvm, old.revision_id)
  expect(refused.status).toBe(465)
  expect(refused.body.details).toContainEqual({ field: 'compose_hash', value: old.compose_hash })
  expect((await redeploy(cvm, old.revision_id, `?transaction_hash=${withdrawn}`)).status).toBe(467)
  const allowed = await call(selectors.add)
  expect((await redeploy(cvm, old.revision_id, `?transaction_hash=${allowed}`)).status).toBe(202)
  await advance(10)
  expect(await detail(cvm)).toMatchObject({ compose_hash: old.compose_hash, status: 'running' })
})

it('what is busy, unknown or somebody else’s is refused', async () => {
  const cvm = named('centralKms')
  const [newest] = await revisionsOf(cvm)
  expect((await redeploy(cvm, 'rev_unknown')).status).toBe(404)
  expect((await redeploy(named('busy'), (await revisionsOf(named('busy')))[0]!.revision_id)).status).toBe(409)
  const other = await client.api('POST', `/cvms/${cvm}/revisions/${newest!.revision_id}/redeploy`, { key: client.info.keys.other })
  expect(other.status).toBe(404)
})
