import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { fetchCvm } from '@/api/cvms.ts'
import type { RuntimeConfig } from '@/api/schemas/runtime-config.ts'
import { readBundle, writeBundle } from '@/attestation/bundle.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { sandboxWithClient, type SandboxClient } from '../../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../../sandbox/testing/fetch-to-sandbox.ts'
import { gatherProof } from './gather-proof.ts'
import type { Proof } from './proof.ts'
import { InProcessWorker } from './testing/in-process-worker.ts'
import { readAgain } from './verify/check-bundle.ts'

// Everything but the screen, on the real sandbox in this process; where a browser has workers, one in the same thread stands for them.

let client: SandboxClient
let cvm: Cvm
const origin = 'http://sandbox.test'

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
})
afterAll(() => client.stop())
beforeEach(async () => {
  vi.stubGlobal('Worker', InProcessWorker)
  vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin }))
  cvm = await fetchCvm(client.info.cvms['onchainEoa']!)
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await client.call('DELETE', '/sandbox/faults')
})

async function gather(of: Cvm, change: Partial<RuntimeConfig> = {}) {
  const chains = client.sandbox.chains()
  const config: RuntimeConfig = { mode: 'sandbox', upstream: 'sandbox', chains, sandboxRoot: client.sandbox.sandboxRoot(), ...change }
  const gathered = await gatherProof(of, { config, askedHash: null })
  if ('unreadable' in gathered) throw new Error(gathered.unreadable)
  return gathered
}

const proofOf = async (...of: Parameters<typeof gather>): Promise<Proof> => (await gather(...of)).proof

const image = ({ links }: Proof) => links.find(({ id }) => id === 'image')!

test('a whole chain holds, by the KMS contract that the console is told to trust', async () => {
  const proof = await proofOf(cvm)
  expect(proof.verdict).toBe('holds')
  expect(image(proof).note).toContain(
    `The KMS contract ${client.info.kmsContractAddress.toLowerCase()}, which this console’s configuration names,`,
  )
})

test('a server that names a KMS contract of its own makes nothing hold; where nobody is trusted by name, whose word it is stands there', async () => {
  const own = `0x${'ac'.repeat(20)}` as const
  const misled = await proofOf({ ...cvm, kms: { ...cvm.kms, kmsContract: own } })
  expect([misled.verdict, image(misled).state]).toEqual(['unknown', 'unknown'])
  const chains = client.sandbox.chains().map((chain) => ({ ...chain, kmsContracts: [] }))
  expect(image(await proofOf(cvm, { chains })).note).toContain('which the API names, allows this OS image')
})

test('a server that names another chain than the one on which somebody is trusted makes nothing hold, and neither does a file', async () => {
  // Contracts of the same answers at the same addresses, on a chain on which nobody is trusted.
  const [own] = client.sandbox.chains()
  const trusted = own!.kmsContracts
  const withBase = (kmsContracts: string[], onBase: string[]) => [
    { ...own!, kmsContracts },
    { ...own!, id: 8453, kmsContracts: onBase },
  ]
  const states = ({ links }: Pick<Proof, 'links'>) =>
    links.filter(({ id }) => ['allowed', 'device', 'image'].includes(id)).map(({ state }) => state)
  const misled = await proofOf(cvm, { chains: withBase([], trusted!) })
  expect([misled.verdict, ...states(misled)]).toEqual(Array(4).fill('unknown'))
  expect(misled.links.find(({ id }) => id === 'allowed')!.note).toBe(
    'The KMS contracts that this console’s configuration names are on other chains than network 31337, so what is there says nothing.',
  )
  const ofFile = (chains: RuntimeConfig['chains']) => {
    const bundle = { ...misled, judgedAt: null, checkedAt: null }
    return readAgain(bundle, { facts: null, deviceId: null }, { chains })
  }
  expect(await ofFile(withBase([], trusted!))).toMatchObject({
    kms: { isOnOtherChain: true, distrustedBy: 'this console’s configuration' },
  })

  for (const onBase of [[], trusted!]) {
    const chains = withBase(trusted!, onBase)
    const sound = await proofOf(cvm, { chains })
    expect([sound.verdict, ...states(sound)]).toEqual(Array(4).fill('holds'))
    expect(await ofFile(chains)).toMatchObject({ from: 'read', kms: { distrustedBy: null } })
  }
})

test('only of a CVM that is on by every word is it said what runs', async () => {
  expect(await gather(cvm)).toMatchObject({ isPast: false })
  expect(await gather({ ...cvm, status: 'stopped' })).toMatchObject({ isPast: true })
  await client.call('POST', '/sandbox/evidence', { body: { cvmId: cvm.id, break: 'offline' } })
  const offline = await gather(cvm)
  await client.call('POST', '/sandbox/evidence', { body: { cvmId: cvm.id, break: null } })
  expect(offline).toMatchObject({ isPast: true })
})

test('a proof that was made while the chain could not be read names the contracts to ask', async () => {
  await client.call('POST', '/sandbox/faults', {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    body: [{ method: 'POST', path: '/rpc/{chain_id}', times: 10, then: { status: 503, body: {} } }],
  })
  const proof = await proofOf(cvm)
  expect(proof.verdict).toBe('unknown')
  const saved = readBundle(writeBundle(proof, proof.checkedAt))
  expect(saved).toMatchObject({ recorded: null, contracts: { chainId: 31337, appContract: `0x${cvm.appId}` } })

  const unconnected = await proofOf(cvm, { chains: [] })
  expect(unconnected.contracts).toMatchObject({ chainId: 31337, appContract: `0x${cvm.appId}` })
})
