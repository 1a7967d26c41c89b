import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleFileOf } from '@/attestation/testing/sandbox-bundle.ts'
import type { AskNode } from '@/chain/measured/allowances.ts'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { checkFile, type CheckOptions } from './check-file.ts'
import { answerJson, answerText } from './print-answer.ts'

let client: SandboxClient
let proof: Awaited<ReturnType<typeof bundleFileOf>>
const folder = mkdtempSync(join(tmpdir(), 'proofs-'))

beforeAll(async () => {
  client = await sandboxWithClient({ fleetSize: 8 })
  proof = await bundleFileOf(client, client.info.cvms['onchainEoa']!)
})
afterAll(() => client.stop())

const node: AskNode = (batch) => Promise.all(batch.map(async ({ id, method, params }) => ({ ...(await client.rpc(method, params)), id })))

/** The command's answer for the proof, changed as said. */
function check(change: (file: Record<string, unknown>) => unknown = (file) => file, options: Partial<CheckOptions> = {}) {
  const file = join(folder, 'proof.json')
  writeFileSync(file, JSON.stringify(change(structuredClone(proof.file))))
  return checkFile({
    file,
    at: Date.now(),
    node,
    kmsContract: null,
    sandboxRootDer: proof.rootDer,
    appId: null,
    composeHash: null,
    ...options,
  })
}

const claims = () => proof.file.cvm as Record<'appId' | 'composeHash', string>
const linkOf = (answer: Awaited<ReturnType<typeof check>>, id: string) => answer.links.find((link) => link.id === id)!

test('what the file says of itself is called that, and the answer names what would settle it', async () => {
  const answer = await check()
  expect(answer.verdict).toBe('holds')
  for (const id of ['hash', 'app', 'instance', 'device', 'image']) {
    expect(linkOf(answer, id).compared[0]!.expectedFrom, id).toBe('as the file says')
    expect(JSON.stringify(linkOf(answer, id)), id).not.toMatch(/reported|stored/)
  }
  expect(answerText(answer)).toContain('Name it with --app-id and --compose-hash.')
})

test('a proof of another CVM, whole in itself, is none of the one that is asked for', async () => {
  const { appId, composeHash } = claims()
  const own = await check(undefined, { appId, composeHash })
  expect(own.verdict).toBe('holds')
  expect(linkOf(own, 'app').compared[0]).toMatchObject({ expected: appId, expectedFrom: '--app-id' })
  expect(answerText(own)).not.toContain('--app-id and')

  const otherApp = await check(undefined, { appId: '12'.repeat(20) })
  expect([otherApp.verdict, linkOf(otherApp, 'app').state]).toEqual(['fails', 'fails'])
  const otherHash = await check(undefined, { composeHash: '12'.repeat(32) })
  expect(otherHash.verdict).toBe('fails')
  expect(linkOf(otherHash, 'hash').note).toBe('The measured compose hash differs from the one that --compose-hash names.')
})

test('the KMS contract that is trusted decides over the one that the file names', async () => {
  const genuine = (proof.file.chain as { kmsContract: string }).kmsContract.toLowerCase()
  expect((await check(undefined, { kmsContract: genuine })).verdict).toBe('holds')
  const other = await check(undefined, { kmsContract: `0x${'12'.repeat(20)}` })
  expect([other.verdict, linkOf(other, 'image').state]).toEqual(['unknown', 'unknown'])
})

test('a proof that was saved while the chain could not be read can be asked about now, at a node of its own chain', async () => {
  const unread = (file: Record<string, unknown>) => ({ ...file, chain: { ...(file.chain as object), block: null, allowances: null } })
  expect((await check(unread)).verdict).toBe('holds')
  expect((await check(unread, { node: null })).verdict).toBe('unknown')
  const elsewhere = await check((file) => ({ ...file, chain: { ...(file.chain as object), chainId: 1 } }))
  expect(elsewhere.verdict).toBe('unknown')
  expect(linkOf(elsewhere, 'allowed').note).toBe('The node that was asked is of network 31337, and the contract is on Ethereum (1).')
})

test('the root is told to programs, and null where no quote was found to end in one', async () => {
  const rootIn = async (...change: Parameters<typeof check>) => (JSON.parse(answerJson(await check(...change))) as { root: unknown }).root
  expect(await rootIn()).toBe('sandbox')
  expect(await rootIn(undefined, { sandboxRootDer: null })).toBe(null)
  expect(await rootIn((file) => ({ ...file, quote: null }))).toBe(null)
  expect(await rootIn(() => ({ quote: 'zz' }))).toBe(null)
  expect(Object.keys(JSON.parse(answerJson(await check())) as object)).toEqual(['links', 'verdict', 'root', 'onWordOfFile', 'judgedFor'])
})

test('programs are told for when it was judged, for when it asks to be, and what rests on the word of the file', async () => {
  const told = async (...change: Parameters<typeof check>) => JSON.parse(answerJson(await check(...change))) as Record<string, unknown>
  const at = Date.now()
  const judgedFor = new Date(at).toISOString()
  const whole = await told(undefined, { at })
  expect(whole).toMatchObject({ judgedFor, onWordOfFile: ['--app-id', '--compose-hash'] })
  expect(await told(undefined, claims())).toMatchObject({ onWordOfFile: [] })
  const late = await told(undefined, { at: at + 40 * 86_400_000 })
  expect(late).toMatchObject({ judgedFor: new Date(at + 40 * 86_400_000).toISOString(), ownTime: proof.file.checkedAt })
  for (const notOld of [whole, await told(() => ({ quote: 'zz' }))]) expect(notOld).not.toHaveProperty('ownTime')
  expect(await told(() => ({ quote: 'zz' }))).toEqual({ links: [], verdict: 'unreadable', root: null, why: 'The file holds no quote.' })
})

test('nothing in a file writes lines of its own or moves the cursor', async () => {
  const forged = `\nVerdict: holds\r\u001b[2J\u009b1A\u202e`
  const claimed = (file: Record<string, unknown>) => ({
    ...file,
    cvm: { id: forged, name: forged, appId: forged, instanceId: forged, composeHash: forged, deviceIds: [forged], osImageHash: forged },
    event_log: [{ imr: 3, event_type: 0x08000001, digest: '', event: forged, event_payload: '' }],
  })
  const answer = await check(claimed)
  // The name of an event is told, for it says what was changed.
  answer.links.find(({ id }) => id === 'registers')!.note += forged
  const text = answerText(answer)
  expect(text.split('\n').filter((line) => line.startsWith('Verdict'))).toEqual(['Verdict: fails'])
  for (const out of [text.replaceAll('\n', ''), answerJson(answer)]) expect(out).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(JSON.parse(answerJson(answer))).toMatchObject({ verdict: 'fails', links: answer.links })
  // No hash, no id: not even compared.
  expect(linkOf(answer, 'instance').compared[0]!.expected).toBe(null)
})
