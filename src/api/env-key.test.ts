import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type SandboxClient, sandboxWithClient } from '../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../sandbox/testing/fetch-to-sandbox.ts'
import { fetchCvm } from './cvms.ts'
import { fetchEnvKey } from './env-key.ts'

// The real sandbox in this process; requests of the API client are handed to it instead of to a socket.

let client: SandboxClient
let asked: string[] = []
const origin = 'http://sandbox.test'

beforeAll(async () => {
  client = await sandboxWithClient({ seed: 1, fleetSize: 12 })
})
afterAll(() => client.stop())
beforeEach(() => {
  asked = []
  const toSandbox = fetchToSandbox({ sandbox: () => client.sandbox, key: () => client.info.keys.owner, origin })
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    if (typeof input === 'string' && input.startsWith('/api/v1')) asked.push(input.replace('/api/v1', ''))
    return toSandbox(input, init)
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await client.call('DELETE', '/sandbox/faults')
})

const keyOf = async (name: string) => fetchEnvKey(await fetchCvm(client.info.cvms[name]!))
const alter = (path: string, patchBody: Record<string, unknown>) =>
  // oxlint-disable-next-line unicorn/no-thenable -- a fault's effect is called so on the wire
  client.call('POST', '/sandbox/faults', { body: [{ method: 'GET', path: `/api/v1${path}`, then: { patchBody } }] })

test('under a centralised KMS the CVM’s own details name the key, and no key server is asked', async () => {
  expect(await keyOf('centralKms')).toEqual({ publicKey: expect.stringMatching(/^[0-9a-f]{64}$/), source: 'cvm' })
  expect(asked.filter((path) => path.startsWith('/kms'))).toEqual([])
})

test('under a contract the key server is asked by its slug, and its signature is that of its own key', async () => {
  const cvm = await fetchCvm(client.info.cvms['onchainEoa']!)
  expect(await fetchEnvKey(cvm)).toEqual({
    publicKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    source: 'kms',
    kmsSlug: 'kms-sandbox',
    signer: 'pinned',
  })
  expect(asked).toContain(`/kms/kms-sandbox/pubkey/${cvm.appId}`)
})

test('a server that does not tell the key server’s own key: the signature is checked and the gap is named', async () => {
  await alter('/kms/kms-sandbox', { k256_pubkey: null })
  expect(await keyOf('onchainEoa')).toMatchObject({ signer: 'unpinned' })
})

test('another key under the same signature is refused', async () => {
  await alter('/kms/kms-sandbox/pubkey/{id}', { public_key: '11'.repeat(32) })
  await expect(keyOf('onchainEoa')).rejects.toMatchObject({ name: 'EnvKeyError', trouble: 'wrong-signer' })
})

test('no signature at all is refused, whether or not there is a key to compare with', async () => {
  await alter('/kms/kms-sandbox/pubkey/{id}', { signature: '00'.repeat(65) })
  await alter('/kms/kms-sandbox', { k256_pubkey: null })
  await expect(keyOf('onchainEoa')).rejects.toMatchObject({ trouble: 'bad-signature' })
})

test('a key that somebody else signed properly is refused', async () => {
  const cvm = await fetchCvm(client.info.cvms['onchainEoa']!)
  const theirs = '22'.repeat(32)
  const message = concatBytes(utf8ToBytes('dstack-env-encrypt-pubkey:'), hexToBytes(cvm.appId!), hexToBytes(theirs))
  const signed = secp256k1.sign(keccak_256(message), secp256k1.utils.randomPrivateKey())
  const signature = bytesToHex(concatBytes(signed.toBytes(), new Uint8Array([signed.recovery])))
  await alter('/kms/kms-sandbox/pubkey/{id}', { public_key: theirs, signature })
  await expect(fetchEnvKey(cvm)).rejects.toMatchObject({ trouble: 'wrong-signer' })
})

test('a CVM whose details name no key, and no key server, has none to encrypt for', async () => {
  const cvm = await fetchCvm(client.info.cvms['centralKms']!)
  await alter(`/cvms/${cvm.id}`, { kms_info: null })
  await expect(fetchEnvKey({ ...cvm, kms: { ...cvm.kms, envPublicKey: null } })).rejects.toMatchObject({ trouble: 'no-key' })
})
