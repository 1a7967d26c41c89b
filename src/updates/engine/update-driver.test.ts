import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { sessionChanged } from '@/api/session/session-changed.ts'
import * as api from '@/api/cvms.ts'
import { fetchRevision, fetchRevisions } from '@/api/revisions.ts'
import { signedOut } from '@/api/signed-out.ts'
import { encodeAddDevice } from '@/chain/allow-device.ts'
import { viemChain } from '@/chain/chain-client.ts'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type ComposeHash, type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { toTransactionHash } from '@/chain/transaction/transaction-hash.ts'
import { createTextStore, type TextStore } from '@/lib/storage.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { fetchToSandbox } from '../../../sandbox/testing/fetch-to-sandbox.ts'
import { startSandbox } from '../../../sandbox/start.ts'
import { planRedeploy } from '@/updates/plan/plan-redeploy.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import { writeOfPlan } from '@/updates/plan/write-of-plan.ts'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { quickPace, quickWorld } from './testing/quick-world.ts'
import { createUpdateDriver, type UpdateDriver } from './update-driver.ts'
import type { UpdateHandle } from './update-handle.ts'
import { journalRecords } from './update-journal.ts'
import type { SentTransaction, Submission, Ticket, UpdateState } from './update-machine.ts'
import { createHeldClock } from '@/runs/testing/held-clock.ts'
import { lockManager, twoTabs } from '@/runs/testing/tabs.ts'
import type { UpdateWorld } from './update-world.ts'
import { chainOpener } from './open-update-world.ts'

// The real sandbox with its real chain, in this process: requests of the API client and of viem are handed to it instead of to a socket.

const origin = 'http://console.test'

interface SandboxInfo {
  keys: { owner: string }
  accounts: Record<'owner' | 'stranger', { address: Hex; privateKey: Hex }>
  cvms: Record<'centralKms' | 'onchainEoa' | 'onchainSafe' | 'deviceNotAllowed', string>
}

let sandbox: Sandbox
let info: SandboxInfo
let world: UpdateWorld
let drivers: UpdateDriver[] = []

async function control(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await sandbox.fetch(
    new Request(`${origin}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  )
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

beforeAll(async () => {
  sandbox = await startSandbox({ origin, seed: 1, fleetSize: 12 })
})
afterAll(() => sandbox.stop())

beforeEach(async () => {
  await control('POST', 'reset', { applySeconds: 0.2, fleetSize: 12 })
  info = (await control('GET', 'info')) as SandboxInfo
  vi.stubGlobal('fetch', fetchToSandbox({ sandbox: () => sandbox, key: () => info.keys.owner, origin }))
  world = newWorld()
})
afterEach(() => {
  for (const driver of drivers) driver.stop()
  drivers = []
  vi.unstubAllGlobals()
})

const newWorld = (store: TextStore = createTextStore(null, null), locks: LockManager | null = null): UpdateWorld =>
  quickWorld({ worldId: sandbox.worldId(), chain: chainOpener(sandbox.chains(), { baseUrl: origin }), store, locks })

function drive(cvm: Cvm, inWorld = world): UpdateDriver {
  const driver = createUpdateDriver(cvm, inWorld)
  drivers.push(driver)
  return driver
}

/** The tab is closed and the page opened again: everything but the browser's storage is gone. */
function reload(driver: UpdateDriver, cvm: Cvm): UpdateDriver {
  driver.stop()
  return drive(cvm, newWorld(world.store))
}

const isHeldByDevice = ({ state }: UpdateHandle) => state.step === 'registered' && state.device === 'refused'

/** Resolves with the first handle that fits; the test's own time limit is the only other way out. */
function until(driver: UpdateDriver, fits: (handle: UpdateHandle) => boolean): Promise<UpdateHandle> {
  return new Promise((resolve) => {
    const look = () => {
      if (!fits(driver.handle())) return
      stop()
      resolve(driver.handle())
    }
    const stop = driver.subscribe(look)
    look()
  })
}

type StateOf<Step extends UpdateState['step']> = Extract<UpdateState, { step: Step }>

/** Before anybody is asked to sign, the hash is judged, so what waits for that is not there yet. */
const isUnjudged = (state: UpdateState) => (state.step === 'hashRequired' || state.step === 'externalApproval') && state.verdict === null

async function reaches<Step extends UpdateState['step']>(driver: UpdateDriver, step: Step): Promise<StateOf<Step>> {
  const { state } = await until(driver, (handle) => !handle.isRecovering && handle.state.step === step && !isUnjudged(handle.state))
  return state as StateOf<Step>
}

/**
 * Every state that a driver goes through from now on, but for `registered`: there the contract is asked about the device, and whether that
 * takes long enough to be told of is chance.
 */
function steps(driver: UpdateDriver): UpdateState['step'][] {
  const seen: UpdateState['step'][] = [driver.handle().state.step]
  driver.subscribe(() => {
    const { step } = driver.handle().state
    if (seen.at(-1) !== step && step !== 'registered') seen.push(step)
  })
  return seen
}

async function prepare(cvmId: string, edits: Partial<EditValues>) {
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const baseline = readBaseline(cvm, manifest)
  const values = { ...baseline, ...edits }
  const plan = planUpdate({ cvm, baseline, values })
  const submission: Submission = { write: writeOfPlan(plan)!, wanted: plan.wanted, startedAt: '' }
  return { cvm, baseline, values, submission }
}

function apply(driver: UpdateDriver, submission: Submission) {
  driver.handle().send({ type: 'review', submission })
  driver.handle().send({ type: 'apply', at: new Date().toISOString() })
}

const newCompose = 'services:\n  web:\n    image: nginx:1.29\n'

/** A contract-governed CVM whose update waits for its hash. */
async function hashRequired(): Promise<{ cvm: Cvm; driver: UpdateDriver; state: StateOf<'hashRequired'> }> {
  const { cvm, submission } = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
  const driver = drive(cvm)
  apply(driver, submission)
  return { cvm, driver, state: await reaches(driver, 'hashRequired') }
}

const wallet = () =>
  createWalletClient({
    account: privateKeyToAccount(info.accounts.owner.privateKey),
    chain: viemChain(sandbox.chains()[0]!),
    transport: http(`${origin}/rpc/31337`),
  })

interface Fees {
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}
const lowFees: Fees = { maxFeePerGas: 5_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }
const highFees: Fees = { maxFeePerGas: 20_000_000_000n, maxPriorityFeePerGas: 5_000_000_000n }

const ownerNonce = async () => (await (await world.chain(31337)).nonces(info.accounts.owner.address)).mined

const signAddComposeHash = async (
  ticket: Pick<Ticket, 'appContract' | 'composeHash'>,
  options: Partial<Fees> & { nonce?: number } = {},
) => {
  const data = encodeAddComposeHash(toBytes32(ticket.composeHash))
  return toTransactionHash(await wallet().sendTransaction({ to: ticket.appContract, data, gas: 200_000n, ...options }))
}

/** What the wallet modal does: open, note the attempt, ask the wallet, report the hash. */
async function sign(driver: UpdateDriver, { ticket }: StateOf<'hashRequired'>, fees: Partial<Fees> = {}): Promise<SentTransaction> {
  const from = info.accounts.owner.address
  const { send } = driver.handle()
  send({ type: 'openWallet' })
  const nonce = await ownerNonce()
  send({ type: 'asking', attempt: { from, nonce, fromBlock: '0', startedAt: new Date().toISOString() } })
  const transactionHash = await signAddComposeHash(ticket, { nonce, ...fees })
  const sent: SentTransaction = { transactionHash, from, nonce, sentAt: new Date().toISOString() }
  send({ type: 'sent', sent })
  return sent
}

/** As `sign`. The block comes after the driver knows of the transaction, not while the wallet still answers: then the hash itself would be seen first. */
async function signBeforeItsBlock(driver: UpdateDriver, state: StateOf<'hashRequired'>): Promise<SentTransaction> {
  await chainControl({ automine: false })
  const sent = await sign(driver, state)
  await chainControl({ mine: 1, automine: true })
  return sent
}

interface Recorded {
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body: unknown
}
async function patches(cvmId: string): Promise<Recorded[]> {
  const { requests } = (await control('GET', `cvms/${cvmId}`)) as { requests: Recorded[] }
  return requests.filter(({ method }) => method === 'PATCH')
}
const redeploys = async (cvmId: string) => {
  const { requests } = (await control('GET', `cvms/${cvmId}`)) as { requests: Recorded[] }
  return requests.filter(({ path }) => path.endsWith('/redeploy')).map(({ query, body }) => ({ query, body }))
}
const appContractOf = (cvm: Cvm): Hex => `0x${cvm.appId}`
const encodeRemoveComposeHash = (hash: string) => `0x67b3f22c${hash}`
const confirmations = async (cvmId: string) => (await patches(cvmId)).filter(({ headers }) => 'x-compose-hash' in headers)

const patchPath = '/api/v1/cvms/{id}'
const fault = (then: unknown, { method = 'PATCH', path = patchPath, times = 1 } = {}) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  control('POST', 'faults', [{ method, path, times, then }])
const chainControl = (body: unknown) => control('POST', 'chain', body)

/** Asks for the newest revision that is not in force. */
async function putBack(cvmId: string) {
  const [cvm, present] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const { revisions } = await fetchRevisions(cvm.appId!, 20)
  const { id, composeHash } = revisions.find((revision) => revision.composeHash !== cvm.composeHash)!
  const { manifest } = await fetchRevision(cvm.appId!, id)
  const { plan } = planRedeploy({ cvm, present, revision: { manifest: manifest!, composeHash }, isAllowed: undefined })
  const driver = drive(cvm)
  return {
    cvm,
    driver,
    hash: composeHash!,
    submission: { write: { kind: 'redeploy', revision: { id, composeHash } }, wanted: plan.wanted, startedAt: '' } satisfies Submission,
  }
}

describe('putting a revision back', () => {
  test('asks for it without a body, ends with its hash in force, and leaves edits that wait alone', async () => {
    const { baseline, values } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const { cvm, driver, hash, submission } = await putBack(info.cvms.centralKms)
    const drafts = draftRecords(world.store, world.scope)
    drafts.write(cvm.id, draftOf(cvm.name, baseline, values, new Date(0))!)
    apply(driver, submission)
    const { outcomes } = await reaches(driver, 'done')
    expect(outcomes.every(({ matches }) => matches)).toBe(true)
    expect((await api.fetchCvm(cvm.id)).composeHash).toBe(hash)
    expect(await patches(cvm.id)).toEqual([])
    expect(drafts.read(cvm.id).value).not.toBeNull()
  })

  test('a hash that was taken off the contract is signed for again, also when the page was reloaded in between', async () => {
    const asked = await putBack(info.cvms.onchainEoa)
    await chainControl({
      execute: { as: info.accounts.owner.address, to: appContractOf(asked.cvm), data: encodeRemoveComposeHash(asked.hash) },
    })
    apply(asked.driver, asked.submission)
    const state = await reaches(asked.driver, 'hashRequired')
    expect(state).toMatchObject({ verdict: { kind: 'proven' }, ticket: { composeHash: asked.hash } })
    const sent = await sign(asked.driver, state)
    const again = reload(asked.driver, asked.cvm)
    await reaches(again, 'done')
    expect((await api.fetchCvm(asked.cvm.id)).composeHash).toBe(asked.hash)
    expect(await redeploys(asked.cvm.id)).toEqual([
      { query: {}, body: null },
      { query: { transaction_hash: sent.transactionHash }, body: null },
    ])
  })

  test('another hash than the revision’s own reaches no wallet', async () => {
    const { cvm, driver, hash, submission } = await putBack(info.cvms.onchainEoa)
    await chainControl({ execute: { as: info.accounts.owner.address, to: appContractOf(cvm), data: encodeRemoveComposeHash(hash) } })
    const details = [
      { field: 'compose_hash', value: 'ab'.repeat(32) },
      { field: 'app_id', value: cvm.appId },
    ]
    await fault({ patchBody: { details } }, { method: 'POST', path: '/api/v1/cvms/{id}/revisions/{id}/redeploy' })
    apply(driver, submission)
    expect(await reaches(driver, 'hashRequired')).toMatchObject({ verdict: { kind: 'mismatch', ours: hash } })
    driver.handle().send({ type: 'openWallet' })
    expect(driver.handle().state.step).toBe('hashRequired')
  })
})

const provisionPath = '/api/v1/cvms/{id}/compose_file/provision'
const commitPath = '/api/v1/cvms/{id}/compose_file'

/** What was asked for with the manifest as a whole: what changed in it, and the hash that was then named. */
async function wholeManifests(cvmId: string) {
  const { requests } = (await control('GET', `cvms/${cvmId}`)) as { requests: Recorded[] }
  const of = (ending: string) => requests.filter(({ path }) => path.endsWith(ending))
  return { provisions: of('/compose_file/provision').map(({ body }) => body), commits: of('/compose_file') }
}

/** The whole manifest, as `secure_time` alone is changed in it. */
const provisionOf = (stored: object) => ({ ...stored, secure_time: true, update_env_vars: false })

describe('a manifest that is sent whole', () => {
  test('is provisioned with every key that it has, compared, and put to use by its hash; both steps say the same of the environment', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    const stored = await api.fetchAppCompose(cvm.id)
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    expect((await reaches(driver, 'done')).outcomes).toEqual([{ field: 'secureTime', wanted: 'Enabled', actual: 'Enabled', matches: true }])
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'accepted', 'applying', 'done'])
    const { composeHash } = await api.fetchCvm(cvm.id)
    const { provisions, commits } = await wholeManifests(cvm.id)
    expect(provisions).toEqual([provisionOf(stored)])
    expect(commits.map(({ body }) => body)).toEqual([{ compose_hash: composeHash, update_env_vars: false }])
    expect(await api.fetchAppCompose(cvm.id)).toEqual({ ...stored, secure_time: true })
  })

  test('is signed for under a contract, also when the page was reloaded in between, and no transaction goes along', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { secureTime: true })
    const driver = drive(cvm)
    apply(driver, submission)
    const state = await reaches(driver, 'hashRequired')
    expect(state).toMatchObject({ verdict: { kind: 'proven' }, ticket: { isWholeManifest: true } })
    const again = reload(driver, cvm)
    const recovered = await reaches(again, 'hashRequired')
    expect(recovered).toMatchObject({ verdict: { kind: 'proven' }, ticket: state.ticket })
    await sign(again, recovered)
    await reaches(reload(again, cvm), 'done')
    expect((await api.fetchCvm(cvm.id)).composeHash).toBe(state.ticket.composeHash)
    const { provisions, commits } = await wholeManifests(cvm.id)
    expect(provisions).toHaveLength(1)
    expect(commits.map(({ body, query, headers }) => [body, query, 'x-transaction-hash' in headers])).toEqual([
      [{ compose_hash: state.ticket.composeHash, update_env_vars: false }, {}, false],
    ])
  })

  test('whose hash the contract allows already needs no signature', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { secureTime: true })
    const driver = drive(cvm)
    apply(driver, submission)
    await signAddComposeHash((await reaches(driver, 'hashRequired')).ticket)
    driver.stop()
    journalRecords(world.store, world.scope).remove(cvm.id)
    const again = drive(cvm)
    const seen = steps(again)
    apply(again, submission)
    await reaches(again, 'done')
    expect(seen).not.toContain('hashRequired')
  })

  test.each(['centralKms', 'onchainEoa'] as const)(
    'with a hash of something else is neither put to use nor signed for (%s)',
    async (which) => {
      const { cvm, submission } = await prepare(info.cvms[which], { secureTime: true })
      await fault({ patchBody: { compose_hash: 'ab'.repeat(32) } }, { method: 'POST', path: provisionPath })
      const driver = drive(cvm)
      apply(driver, submission)
      if (which === 'onchainEoa') {
        expect(await reaches(driver, 'hashRequired')).toMatchObject({ verdict: { kind: 'mismatch' } })
        driver.handle().send({ type: 'openWallet' })
        expect(driver.handle().state.step).toBe('hashRequired')
      } else {
        const { state } = await until(driver, (handle) => handle.state.step === 'reviewing' && handle.state.failure !== undefined)
        expect(state).toMatchObject({ failure: { message: expect.stringContaining('ab'.repeat(32)) } })
        expect(journalRecords(world.store, world.scope).list()).toEqual([])
      }
      expect((await wholeManifests(cvm.id)).commits).toEqual([])
    },
  )

  test('provisioning starts nothing, so an answer that was lost is asked for again', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault('drop-after', { method: 'POST', path: provisionPath, times: 2 })
    const driver = drive(cvm)
    apply(driver, submission)
    await reaches(driver, 'done')
    const { provisions, commits } = await wholeManifests(cvm.id)
    expect([provisions.length, commits.length]).toEqual([3, 1])
  })

  test('an answer that is lost once it was put to use is looked up, and nothing is sent twice', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault('drop-after', { path: commitPath })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).toContain('submitUncertain')
    expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
  })

  test('one that never arrived is called unknown, and goes out again when the person says so', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault('drop', { path: commitPath })
    const driver = drive(cvm)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
    expect((await wholeManifests(cvm.id)).commits).toEqual([])
    driver.handle().send({ type: 'apply', at: new Date().toISOString() })
    await reaches(driver, 'done')
    expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
  })

  test.each([
    ['an answer of 503', { status: 503, body: {} }],
    ['no answer', 'drop'],
  ])(
    'where the look before the next try gets %s, nobody is told that nothing was sent: the first try may be running',
    async (_what, then) => {
      await control('POST', 'reset', { applySeconds: 3, fleetSize: 12 })
      world = newWorld()
      const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
      await fault('drop-after', { path: commitPath })
      // No history that tells of the first try.
      await fault({ status: 404, body: {} }, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 1000 })
      const driver = drive(cvm)
      const seen = steps(driver)
      apply(driver, submission)
      await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
      expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
      await fault(then, { method: 'GET', path: patchPath, times: 1000 })
      driver.handle().send({ type: 'apply', at: new Date().toISOString() })
      await until(driver, ({ state, apiTrouble }) => state.step === 'reviewing' || (state.step === 'submitting' && apiTrouble !== null))
      await control('DELETE', 'faults')
      await reaches(driver, 'done')
      expect(seen.filter((step) => step === 'reviewing')).toHaveLength(1)
    },
  )

  test('a read that fails before the first try keeps nobody from applying', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    const driver = drive(cvm)
    await fault({ delayMs: 50 }, { method: 'POST', path: provisionPath })
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitting' && state.submission.before !== undefined)
    await expect.poll(async () => (await wholeManifests(cvm.id)).provisions.length).toBe(1)
    await fault({ status: 503, body: {} }, { method: 'GET', path: patchPath })
    await reaches(driver, 'done')
    expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
  })

  test('a request that the browser repeats by itself meets its own operation, and is not called expired', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await control('POST', 'reset', { applySeconds: 2, fleetSize: 12 })
    world = newWorld()
    const once = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
      if (init?.method === 'PATCH') await once(input, init)
      return once(input, init)
    })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'submitUncertain', 'accepted', 'applying', 'done'])
  })

  test('under a contract, an answer that was lost is looked up as well', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { secureTime: true })
    const driver = drive(cvm)
    apply(driver, submission)
    const state = await reaches(driver, 'hashRequired')
    await fault('drop-after', { path: commitPath })
    await sign(driver, state)
    await reaches(driver, 'done')
    expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
  })

  test('a server whose node lags behind the chain is asked again until it sees the hash', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { secureTime: true })
    const driver = drive(cvm)
    apply(driver, submission)
    const state = await reaches(driver, 'hashRequired')
    await fault({ status: 465, body: { error_code: 'ERR-01-005', message: 'Not yet', details: [] } }, { path: commitPath, times: 2 })
    await sign(driver, state)
    await reaches(driver, 'done')
  })

  test('a tab that dies before the hash was known says that nothing was sent; one that dies later finds out what happened', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault({ delayMs: 100 }, { method: 'POST', path: provisionPath })
    const first = newWorld(world.store, lockManager())
    const driver = drive(cvm, first)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitting' && state.submission.before !== undefined)
    driver.stop()
    const again = drive(cvm, { ...first })
    await until(again, ({ isRecovering, state }) => !isRecovering && state.step === 'draft')
    expect(again.handle().notice).toContain('before your change was sent')

    await fault({ delayMs: 100 }, { path: commitPath })
    apply(again, submission)
    await until(again, ({ state }) => state.step === 'submitting' && state.submission.provisioned !== undefined)
    again.stop()
    await reaches(drive(cvm, { ...first }), 'done')
    expect((await wholeManifests(cvm.id)).commits).toHaveLength(1)
  })

  /** Somebody else's compose file, allowed and applied, with the waiting update as it is. */
  async function changeElsewhere(cvmId: string) {
    const answer = await api.updateCvm(cvmId, { docker_compose_file: newCompose }, { knownChainId: 31337 })
    if (answer.type === 'hash-required') {
      const { composeHash, appContract } = answer.required
      const transactionHash = await signAddComposeHash({ composeHash, appContract })
      await expect.poll(() => api.confirmUpdate(cvmId, { composeHash, transactionHash }).then(Boolean, () => false)).toBe(true)
    }
    await expect.poll(async () => (await api.fetchCvm(cvmId)).inProgress, { timeout: 10_000 }).toBe(false)
    return (await api.fetchCvm(cvmId)).composeHash!
  }

  test('does not undo what somebody else changed while it waited for its signature', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { secureTime: true })
    const driver = drive(cvm)
    apply(driver, submission)
    const state = await reaches(driver, 'hashRequired')
    expect(state.ticket.builtOn).toBe(cvm.composeHash)
    const present = await changeElsewhere(cvm.id)
    // Also where the tab that comes later has the record alone.
    const again = reload(driver, cvm)
    await sign(again, await reaches(again, 'hashRequired'))
    const { state: ended } = await until(again, (handle) => handle.state.step === 'draft' && handle.state.failure !== undefined)
    expect(ended).toMatchObject({ failure: { kind: 'changed-elsewhere', message: expect.stringContaining(present) } })
    expect((await wholeManifests(cvm.id)).commits).toEqual([])
    expect((await api.fetchAppCompose(cvm.id)).docker_compose_file).toBe(newCompose)
  })

  test('where nobody signs it does not undo it either, between being held and being put to use', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault({ patchBody: { compose_hash: 'ab'.repeat(32) } }, { method: 'GET', path: patchPath })
    const driver = drive(cvm)
    apply(driver, submission)
    const { state } = await until(driver, (handle) => handle.state.step === 'reviewing' && handle.state.failure !== undefined)
    expect(state).toMatchObject({ failure: { kind: 'changed-elsewhere', message: expect.stringContaining('ab'.repeat(32)) } })
    expect((await wholeManifests(cvm.id)).commits).toEqual([])
    driver.handle().send({ type: 'apply', at: new Date().toISOString() })
    await reaches(driver, 'done')
  })

  test('can be left while a hash that cannot be compared keeps it waiting: nothing was started, and nothing is on record', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault({ status: 500, body: {} }, { method: 'GET', path: commitPath, times: 1000 })
    const driver = drive(cvm)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitting' && state.submission.before !== undefined)
    driver.handle().send({ type: 'back' })
    await until(driver, ({ state }) => state.step === 'reviewing')
    expect(journalRecords(world.store, world.scope).list()).toEqual([])
    expect((await wholeManifests(cvm.id)).commits).toEqual([])
  })

  test('one that the server holds no more goes back to the review, and the edits can be applied again', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { secureTime: true })
    await fault({ status: 400, body: { detail: 'Provision not found' } }, { path: commitPath })
    const driver = drive(cvm)
    apply(driver, submission)
    const { state } = await until(driver, (handle) => handle.state.step === 'reviewing' && handle.state.failure !== undefined)
    expect(state).toMatchObject({ failure: { kind: 'hash-expired' } })
    driver.handle().send({ type: 'apply', at: new Date().toISOString() })
    await reaches(driver, 'done')
    expect((await wholeManifests(cvm.id)).provisions).toHaveLength(2)
  })
})

describe('without a contract', () => {
  test('a vCPU change sends exactly that, and ends with what the CVM really holds', async () => {
    const { cvm, baseline, values, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const drafts = draftRecords(world.store, world.scope)
    drafts.write(cvm.id, draftOf(cvm.name, baseline, values, new Date())!)
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    const done = await reaches(driver, 'done')
    expect(done.outcomes).toEqual([{ field: 'vcpu', wanted: '7 vCPU', actual: '7 vCPU', matches: true }])
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'accepted', 'applying', 'done'])
    expect((await patches(cvm.id)).map(({ body }) => body)).toEqual([{ vcpu: 7 }])
    expect(driver.handle().operation).toMatchObject({ correlationId: done.correlationId, status: 'completed' })
    expect(drafts.read(cvm.id).value, 'an applied draft is gone').toBeNull()
  })

  test.each<[string, Partial<EditValues>]>([
    ['what this update leaves alone', { memoryGb: 64 }],
    ['the same field to another value', { vcpu: 9 }],
  ])('edits of another tab, of %s, outlive it', async (_, theirs) => {
    const { cvm, baseline, values, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const drafts = draftRecords(world.store, world.scope)
    drafts.write(cvm.id, draftOf(cvm.name, baseline, { ...values, ...theirs }, new Date(0))!)
    const driver = drive(cvm)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(drafts.read(cvm.id).value?.edits).toMatchObject(theirs)
  })

  test('what the server accepted and lost is found out', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7, diskGb: 500 })
    await fault({ ignoreFields: ['disk_size'] })
    const driver = drive(cvm)
    apply(driver, submission)
    const { outcomes } = await reaches(driver, 'done')
    expect(outcomes.map(({ field, matches }) => [field, matches])).toEqual([
      ['vcpu', true],
      ['diskGb', false],
    ])
  })

  test('an answer lost after it was processed is looked up and accepted, and nothing is sent twice', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault('drop-after')
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).toContain('submitUncertain')
    expect(await patches(cvm.id)).toHaveLength(1)
  })

  test('a request that the browser repeats by itself meets its own operation, and is not called busy', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await control('POST', 'reset', { applySeconds: 2, fleetSize: 12 })
    world = newWorld()
    const once = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
      if (init?.method === 'PATCH') await once(input, init)
      return once(input, init)
    })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'submitUncertain', 'accepted', 'applying', 'done'])
  })

  test('a request that never arrived is called unknown, and sending again is left to the person', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault('drop')
    const driver = drive(cvm)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
    expect(await patches(cvm.id)).toHaveLength(0)
    driver.handle().send({ type: 'apply', at: new Date().toISOString() })
    await reaches(driver, 'done')
    expect(await patches(cvm.id)).toHaveLength(1)
  })

  test('a tab that dies while the answer is on its way finds out what happened', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ delayMs: 100 })
    const driver = drive(cvm)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitting' && state.submission.before !== undefined)
    await reaches(reload(driver, cvm), 'done')
    expect(await patches(cvm.id)).toHaveLength(1)
  })

  test('a tab that dies before anything was sent says that, and the edits can be applied', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ delayMs: 100 }, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    const first = newWorld(world.store, lockManager())
    const driver = drive(cvm, first)
    apply(driver, submission)
    await reaches(driver, 'submitting')
    driver.stop()
    const again = drive(cvm, { ...first })
    await until(again, ({ isRecovering, state }) => !isRecovering && state.step === 'draft')
    expect(again.handle().notice).toContain('before your change was sent')
    expect(await patches(cvm.id)).toEqual([])
    apply(again, submission)
    await reaches(again, 'done')
  })

  test('a refusal goes back to the review with the fields it names, and leaves nothing on record', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ status: 422, body: { detail: [{ loc: ['body', 'vcpu'], msg: 'too many', type: 'value_error' }] } })
    const driver = drive(cvm)
    apply(driver, submission)
    const { failure } = (await until(driver, ({ state }) => state.step === 'reviewing' && state.failure !== undefined))
      .state as StateOf<'reviewing'>
    expect(failure).toMatchObject({ kind: 'invalid', fieldErrors: [{ field: 'vcpu', message: 'too many' }] })
    expect(journalRecords(world.store, world.scope).list()).toEqual([])
  })

  test('polling goes on through server trouble and says so meanwhile', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const driver = drive(cvm)
    await fault({ status: 503 }, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 3 })
    apply(driver, submission)
    expect((await until(driver, ({ apiTrouble }) => apiTrouble !== null)).apiTrouble).toMatchObject({ kind: 'server-trouble' })
    await reaches(driver, 'done')
    expect(driver.handle().apiTrouble).toBeNull()
  })

  test('a result is shown again after a reload', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const driver = drive(cvm)
    apply(driver, submission)
    const done = await reaches(driver, 'done')
    expect(await reaches(reload(driver, cvm), 'done')).toEqual(done)
  })
})

describe('whatever the computer’s clock says', () => {
  const day = 86_400
  const skews = [12, -12, 360, -360, day, -day, -365 * day]
  async function withClockAhead(seconds: number) {
    await control('POST', 'reset', { applySeconds: 0.3, fleetSize: 12, clockAheadSeconds: -seconds })
    world = newWorld()
  }

  test.each(skews)('%i s ahead: a request that the browser repeats is not said to be unsent', async (seconds) => {
    await withClockAhead(seconds)
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const once = globalThis.fetch
    vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
      if (init?.method === 'PATCH') await once(input, init)
      return once(input, init)
    })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'submitUncertain', 'accepted', 'applying', 'done'])
  })

  test.each(skews)(
    '%i s ahead: a confirmation whose answer was lost is not said to be expired, after a reload neither',
    async (seconds) => {
      await withClockAhead(seconds)
      const { cvm, driver, state } = await hashRequired()
      await fault('drop-after')
      const seen = steps(driver)
      const accepted = reaches(driver, 'accepted').then(() => driver.stop())
      await signBeforeItsBlock(driver, state)
      await accepted
      expect(seen).toEqual(['hashRequired', 'wallet', 'txPending', 'confirming', 'accepted'])
      // As if the tab had died before it learned that.
      const records = journalRecords(world.store, world.scope)
      const { correlationId: _unknown, ...journal } = records.read(cvm.id).value!
      records.write(cvm.id, journal)
      await reaches(drive(cvm, newWorld(world.store)), 'done')
      expect(await confirmations(cvm.id)).toHaveLength(1)
    },
  )

  test('where the list before could not be read, the server’s own times decide', async () => {
    await withClockAhead(365 * day)
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ status: 503 }, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    await fault('drop-after')
    const driver = drive(cvm)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(driver.handle().record?.before).toMatchObject({ operations: null, serverTime: expect.any(String) })
  })

  test('a list of which one record could not be read tells old from new no more than none', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ patchBody: { items: [{ status: 3 }] } }, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    const driver = drive(cvm)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(driver.handle().record?.before).toMatchObject({ operations: null })
  })

  test('where neither is known, it stays unknown', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    await fault({ status: 503 }, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    await fault('drop-after')
    const driver = drive(cvm, { ...world, serverClock: { toServer: () => null } })
    const seen = steps(driver)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
    expect(seen).not.toContain('accepted')
    expect(await patches(cvm.id)).toHaveLength(1)
  })
})

describe('under a contract', () => {
  test('a resource change asks for no signature', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { vcpu: 7 })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).not.toContain('hashRequired')
  })

  test('a compose change is signed, verified and confirmed with an empty body and two headers', async () => {
    const { cvm, driver, state } = await hashRequired()
    expect(state.ticket).toMatchObject({ appContract: `0x${cvm.appId}`, chainId: 31337 })
    const seen = steps(driver)
    const sent = await signBeforeItsBlock(driver, state)
    const done = await reaches(driver, 'done')
    expect(seen).toEqual(['hashRequired', 'wallet', 'txPending', 'confirming', 'accepted', 'applying', 'done'])
    expect(done).toMatchObject({
      transactionHash: sent.transactionHash,
      ticket: state.ticket,
      outcomes: [{ field: 'composeYaml', matches: true }],
    })
    const [, second, ...more] = await patches(cvm.id)
    expect(second).toMatchObject({
      body: {},
      headers: { 'x-compose-hash': state.ticket.composeHash, 'x-transaction-hash': sent.transactionHash },
    })
    expect(more).toEqual([])
  })

  test('a signature from elsewhere counts: the wallet here is never asked', async () => {
    const { cvm, driver, state } = await hashRequired()
    const transactionHash = await signAddComposeHash(state.ticket)
    const done = await reaches(driver, 'done')
    expect(done.transactionHash).toBe(transactionHash)
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('a hash that was allowed before is not signed again; its earlier transaction counts', async () => {
    await control('POST', 'reset', { applySeconds: 0.2, fleetSize: 12, always465: true })
    world = newWorld()
    const first = await hashRequired()
    const transactionHash = await signAddComposeHash(first.state.ticket)
    await reaches(first.driver, 'done')
    const original = await prepare(info.cvms.onchainEoa, { composeYaml: 'services: {}\n' })
    apply(first.driver, original.submission)
    await signAddComposeHash((await reaches(first.driver, 'hashRequired')).ticket)
    await reaches(first.driver, 'done')

    const again = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
    const seen = steps(first.driver)
    apply(first.driver, again.submission)
    await until(first.driver, ({ state }) => state.step === 'done' && state.ticket?.composeHash === first.state.ticket.composeHash)
    expect(first.driver.handle().state).toMatchObject({ transactionHash })
    expect(seen).not.toContain('wallet')
  })

  test('someone else finishing it is noticed in the operations', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault({ status: 468 }, { times: 2 })
    const transactionHash = await signAddComposeHash(state.ticket)
    await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.trouble !== undefined)
    const { composeHash } = state.ticket
    await vi
      .waitUntil(() => api.confirmUpdate(cvm.id, { composeHash, transactionHash }).catch(() => null), { timeout: 3_000, interval: 5 })
      .catch(() => null)
    const done = await reaches(driver, 'done')
    const operations = await api.fetchOperations(cvm.id)
    expect(
      operations.items.filter((operation) => operation.composeHash === composeHash && operation.correlationId === done.correlationId),
    ).toHaveLength(1)
  })

  test('right after mining a server that does not see the registration yet is asked again, without a second signature', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault({ status: 467, body: { error_code: 'ERR-01-007', message: 'not yet' } }, { times: 2 })
    await fault({ status: 468, body: { error_code: 'ERR-01-008', message: 'not yet' } })
    const nonce = await ownerNonce()
    await sign(driver, state)
    await reaches(driver, 'done')
    expect(await confirmations(cvm.id)).toHaveLength(4)
    expect(await ownerNonce()).toBe(nonce + 1)
  })

  test('a server that never sees it is explained, and confirming again is one press', async () => {
    const { driver, state } = await hashRequired()
    await fault({ status: 467, body: { error_code: 'ERR-01-007', message: 'no receipt' } }, { times: 12 })
    await sign(driver, state)
    const { state: gaveUp } = await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.gaveUp === true)
    expect(gaveUp).toMatchObject({ trouble: { kind: 'transaction-unverified', message: 'no receipt' } })
    driver.handle().send({ type: 'confirmAgain' })
    await reaches(driver, 'done')
  })

  test('a confirmation whose answer is lost is looked up, not repeated', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault('drop-after')
    await sign(driver, state)
    await reaches(driver, 'done')
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('a busy CVM is waited for', async () => {
    const { driver, state } = await hashRequired()
    await fault({ status: 409, body: { detail: 'busy' } }, { times: 3 })
    await sign(driver, state)
    await reaches(driver, 'done')
  })

  test('a key that is no longer accepted keeps the step, and goes on by itself once a key was entered', async () => {
    const { driver, state } = await hashRequired()
    const refused = { status: 401, body: { detail: 'Invalid API key' } }
    await fault(refused)
    await fault(refused, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 15 })
    await sign(driver, state)
    const { state: waiting } = await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.gaveUp === true)
    expect(waiting).toMatchObject({ trouble: { kind: 'signed-out' } })
    await reaches(driver, 'done')
  })

  test('a browser that is signed in as somebody else keeps the step, and goes on by itself once it speaks for the same person again', async () => {
    const { driver, state } = await hashRequired()
    const changed = { status: 409, body: { error_code: 'SESSION_CHANGED', message: 'somebody else' } }
    await fault(changed)
    await fault(changed, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 15 })
    await sign(driver, state)
    const { state: waiting } = await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.gaveUp === true)
    expect(waiting).toMatchObject({ trouble: { kind: 'session-changed' } })
    await reaches(driver, 'done')
    sessionChanged.end()
  })

  test('an expired preparation leads back to the draft', async () => {
    const { driver, state } = await hashRequired()
    await control('POST', 'clock', { advanceSeconds: 15 * 24 * 3600 })
    await sign(driver, state)
    expect(await reaches(driver, 'draft')).toMatchObject({ failure: { kind: 'hash-expired' } })
    expect(journalRecords(world.store, world.scope).list()).toEqual([])
  })

  test('a CVM that the contract does not let boot shows the reason', async () => {
    const { cvm, submission } = await prepare(info.cvms.deviceNotAllowed, { vcpu: 7 })
    const driver = drive(cvm)
    apply(driver, submission)
    const failed = await reaches(driver, 'failed')
    expect(failed.reason).toMatch(/Device not allowed/)
    expect(failed.outcomes).toMatchObject([{ field: 'vcpu', matches: true }])
  })

  test('with a device that the contract refuses nothing is confirmed by itself, until the contract allows it', async () => {
    const { cvm, submission } = await prepare(info.cvms.deviceNotAllowed, { composeYaml: newCompose })
    const driver = drive(cvm)
    apply(driver, submission)
    const { ticket } = await reaches(driver, 'hashRequired')
    await signAddComposeHash(ticket)
    await until(driver, isHeldByDevice)
    const reopened = reload(driver, cvm)
    await until(reopened, isHeldByDevice)
    expect(await confirmations(cvm.id)).toHaveLength(0)
    await wallet().sendTransaction({ to: ticket.appContract, data: encodeAddDevice(toBytes32(ticket.deviceId!)), gas: 200_000n })
    await reaches(reopened, 'done')
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('the person may confirm all the same, and is told how it ended', async () => {
    const { cvm, submission } = await prepare(info.cvms.deviceNotAllowed, { composeYaml: newCompose })
    const driver = drive(cvm)
    apply(driver, submission)
    await sign(driver, await reaches(driver, 'hashRequired'))
    await until(driver, isHeldByDevice)
    driver.handle().send({ type: 'goOnWithoutDevice' })
    expect((await reaches(driver, 'failed')).reason).toMatch(/Device not allowed/)
  })

  test('a word that goes on without the device is on record before anything is sent, and counts after a reload', async () => {
    const { cvm, submission } = await prepare(info.cvms.deviceNotAllowed, { composeYaml: newCompose })
    const driver = drive(cvm)
    apply(driver, submission)
    await sign(driver, await reaches(driver, 'hashRequired'))
    await until(driver, isHeldByDevice)
    await fault('drop', { times: 1 })
    driver.handle().send({ type: 'goOnWithoutDevice' })
    const reopened = reload(driver, cvm)
    expect((await reaches(reopened, 'failed')).reason).toMatch(/Device not allowed/)
  })

  test('a device that cannot be read holds an update back until it is read, or the person goes on', async () => {
    const { driver, state } = await hashRequired()
    const readable = world.chain
    let isUnread = true
    world.chain = async (chainId) => {
      const reads = await readable(chainId)
      const unread = () => Promise.reject(new Error('the node is tired'))
      return {
        ...reads,
        device: (ticket) => (isUnread ? unread() : reads.device(ticket)),
        registration: async (...question) => {
          const { device: _, ...registration } = await reads.registration(...question)
          return isUnread ? { ...registration, device: 'unread' } : registration
        },
      }
    }
    await sign(driver, state)
    await until(driver, ({ state: now }) => now.step === 'registered' && now.device === 'unread')
    isUnread = false
    await reaches(driver, 'done')
  })

  test('a lying hash that its owner allowed is not confirmed, before and after a reload', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
    const lie = 'ab'.repeat(32)
    await fault({ patchBody: { details: [{ field: 'compose_hash', value: lie }] } })
    const driver = drive(cvm)
    apply(driver, submission)
    const { ticket } = await reaches(driver, 'hashRequired')
    expect(ticket.composeHash).toBe(lie)
    await until(driver, ({ state: now }) => 'verdict' in now && now.verdict?.kind === 'mismatch')
    driver.handle().send({ type: 'openWallet' })
    expect(driver.handle().state.step, 'no wallet is asked for it').toBe('hashRequired')
    await signAddComposeHash(ticket)
    await reaches(driver, 'registered')
    driver.handle().send({ type: 'goOnWithoutDevice' })
    const reopened = reload(driver, cvm)
    await until(reopened, ({ state: now, isRecovering }) => !isRecovering && now.step === 'registered' && now.device !== null)
    expect(reopened.handle().state).toMatchObject({ step: 'registered', verdict: { kind: 'mismatch' } })
    expect(await confirmations(cvm.id)).toHaveLength(0)
  })

  test('a 465 that names another app is refused before anyone could sign', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
    await fault({ patchBody: { details: [{ field: 'app_id', value: 'ee'.repeat(20) }] } })
    const driver = drive(cvm)
    apply(driver, submission)
    const { state } = await until(driver, (handle) => handle.state.step === 'reviewing' && handle.state.failure !== undefined)
    expect(state).toMatchObject({ failure: { kind: 'not-understood', message: expect.stringContaining('Nothing should be signed') } })
  })
})

describe('prepared for approval elsewhere', () => {
  async function prepared(which: keyof SandboxInfo['cvms'] = 'onchainSafe') {
    const { cvm, submission } = await prepare(info.cvms[which], { composeYaml: newCompose })
    const driver = drive(cvm)
    apply(driver, { ...submission, prepareOnly: true })
    const state = await reaches(driver, 'externalApproval')
    if (!state.commitToken) throw new Error('the sandbox gives a token')
    return { cvm, driver, ticket: state.ticket, commitToken: state.commitToken }
  }
  const ownerAllows = (to: Hex, composeHash: ComposeHash) =>
    chainControl({ execute: { as: info.accounts.owner.address, to, data: encodeAddComposeHash(toBytes32(composeHash)) } })

  test('waits with its token in memory alone; once the owner allowed the hash, it is confirmed by itself', async () => {
    const { cvm, driver, ticket, commitToken } = await prepared('onchainEoa')
    const stored = world.store.keys('').map((key) => world.store.read(key))
    expect(stored.join()).toContain(ticket.composeHash)
    expect(stored.join()).not.toContain(commitToken)
    await ownerAllows(ticket.appContract, ticket.composeHash)
    await reaches(driver, 'done')
    expect(await confirmations(cvm.id)).toHaveLength(1)
    expect((await patches(cvm.id)).map(({ headers }) => headers['x-prepare-only'])).toEqual(['true', undefined])
    expect(JSON.stringify(driver.handle())).not.toContain(commitToken)
  })

  test('is noticed when whoever has the token commits it', async () => {
    const { cvm, driver, ticket, commitToken } = await prepared('onchainEoa')
    driver.stop()
    await ownerAllows(ticket.appContract, ticket.composeHash)
    const correlationId = await api.commitUpdate(cvm.id, { commitToken, composeHash: ticket.composeHash, transactionHash: null })
    const reopened = drive(cvm, newWorld(world.store))
    expect(await reaches(reopened, 'done')).toMatchObject({ correlationId })
    expect(await confirmations(cvm.id)).toHaveLength(0)
  })

  test('waits on after a reload, without the token', async () => {
    const { cvm, driver, ticket } = await prepared()
    expect(await reaches(reload(driver, cvm), 'externalApproval')).toMatchObject({ ticket, commitToken: null })
  })

  test('is applied at once where nothing needs an approval', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainSafe, { vcpu: 8 })
    const driver = drive(cvm)
    apply(driver, { ...submission, prepareOnly: true })
    expect(await reaches(driver, 'done')).not.toHaveProperty('ticket')
  })

  test('with its answer lost is prepared once more only when the person says so, and again not applied', async () => {
    const { cvm, submission } = await prepare(info.cvms.onchainSafe, { composeYaml: newCompose })
    await fault('drop-after')
    const driver = drive(cvm)
    apply(driver, { ...submission, prepareOnly: true })
    await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
    driver.handle().send({ type: 'apply', at: new Date().toISOString() })
    await reaches(driver, 'externalApproval')
    expect((await patches(cvm.id)).map(({ headers }) => headers['x-prepare-only'])).toEqual(['true', 'true'])
  })
})

describe('what the server may answer to an update', () => {
  /** The review again, with why. */
  async function refusal(driver: UpdateDriver) {
    const { state } = await until(driver, (handle) => handle.state.step === 'reviewing' && handle.state.failure !== undefined)
    return (state as StateOf<'reviewing'>).failure!
  }
  const vcpuChange = () => prepare(info.cvms.centralKms, { vcpu: 7 })

  test('“wait a second” is waited for, said with the moment it goes on, and then the same request is sent', async () => {
    const { cvm, submission } = await vcpuChange()
    await fault({ status: 429, body: { detail: 'slow down' }, headers: { 'Retry-After': '1' } })
    const driver = drive(cvm)
    const seen = steps(driver)
    const pressedAt = Date.now()
    apply(driver, submission)
    const { apiTrouble } = await until(driver, (handle) => handle.apiTrouble !== null)
    expect(apiTrouble).toMatchObject({ kind: 'too-many-requests' })
    expect(Date.parse(apiTrouble!.continuesAt!)).toBeGreaterThanOrEqual(pressedAt + 1000)
    await reaches(driver, 'done')
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'accepted', 'applying', 'done'])
    expect((await patches(cvm.id)).map(({ body }) => body)).toEqual([{ vcpu: 7 }, { vcpu: 7 }])
  })

  test('“wait an hour” is left to the person, who is told until when, and nothing is sent meanwhile', async () => {
    const { cvm, submission } = await vcpuChange()
    await fault({ status: 429, body: { detail: 'slow down' }, headers: { 'Retry-After': '3600' } })
    const driver = drive(cvm)
    const pressedAt = Date.now()
    apply(driver, submission)
    const failure = await refusal(driver)
    expect(failure).toMatchObject({ kind: 'too-many-requests', message: 'slow down' })
    expect(Date.parse(failure.notBefore!)).toBeGreaterThanOrEqual(pressedAt + 3_600_000)
    expect(await patches(cvm.id)).toHaveLength(1)
  })

  test('reads that are asked to wait an hour say until when, ask nothing meanwhile, and end at once with the update', async () => {
    const { cvm, submission } = await vcpuChange()
    const clock = createHeldClock(new Date().toISOString())
    const driver = drive(cvm, { ...world, clock })
    apply(driver, submission)
    await reaches(driver, 'accepted')
    await fault({ status: 429, headers: { 'Retry-After': '3600' } }, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    // However far it came, its next look is turned away.
    await vi.waitUntil(async () => {
      await clock.pass(1_000)
      return driver.handle().apiTrouble !== null
    })
    const { continuesAt } = driver.handle().apiTrouble!
    expect(Date.parse(continuesAt!) - clock.now().getTime(), 'but for what passed since').toBeGreaterThan(3_000_000)
    expect(clock.waits(), 'one wait, and nothing beside it').toBe(1)
    await clock.pass(2_900_000)
    expect(driver.handle().apiTrouble?.continuesAt).toBe(continuesAt)
    driver.stop()
    expect(clock.waits()).toBe(0)
  })

  test('reads slow down as well when asked to', async () => {
    const { cvm, submission } = await vcpuChange()
    const driver = drive(cvm)
    const tooMany = { status: 429, headers: { 'Retry-After': '1' } }
    await fault(tooMany, { method: 'GET', path: '/api/v1/cvms/{id}/operations' })
    apply(driver, submission)
    expect((await until(driver, ({ apiTrouble }) => apiTrouble !== null)).apiTrouble?.continuesAt).toBeDefined()
    await reaches(driver, 'done')
  })

  test('a key that is refused keeps the step, and the same request is sent once a key was entered', async () => {
    const { cvm, submission } = await vcpuChange()
    await fault({ status: 401, body: { detail: 'Invalid API key' } })
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    expect((await until(driver, ({ apiTrouble }) => apiTrouble !== null)).apiTrouble).toMatchObject({ kind: 'signed-out' })
    expect(await patches(cvm.id)).toHaveLength(1)
    signedOut.end()
    await reaches(driver, 'done')
    expect(seen).toEqual(['draft', 'reviewing', 'submitting', 'accepted', 'applying', 'done'])
  })

  test('a violation of the terms keeps its reason, the text that it names and what the server advises', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { composeYaml: newCompose })
    const message = 'The configuration violates the terms of service'
    const body = { error_code: 'ERR-99-001', message, details: [{ message: '“xmrig” in services.web' }], suggestions: ['Remove it.'] }
    await fault({ status: 400, body })
    const driver = drive(cvm)
    apply(driver, submission)
    expect(await refusal(driver)).toMatchObject({
      kind: 'refused',
      message,
      fieldErrors: [{ field: '', message: '“xmrig” in services.web' }],
      suggestions: ['Remove it.'],
    })
  })

  test('a capacity that is not there is a refusal also with a status above 500: nothing is looked up', async () => {
    const { cvm, submission } = await vcpuChange()
    await fault({ status: 503, body: { error_code: 'ERR-02-002', message: 'no resources' } })
    const driver = drive(cvm)
    apply(driver, submission)
    expect(await refusal(driver)).toMatchObject({ kind: 'refused', code: 'ERR-02-002' })
  })

  test.each([
    ['an error page of a proxy', 'html-502' as const],
    ['an answer of unknown form', { status: 202, body: { ticket: 7 } }],
    ['an answer that is no JSON', { status: 202, body: 'accepted' }],
  ])('%s says nothing about the change, so the operations are asked', async (_what, then) => {
    const { cvm, submission } = await vcpuChange()
    await fault(then)
    const driver = drive(cvm)
    const seen = steps(driver)
    apply(driver, submission)
    await until(driver, ({ state }) => state.step === 'submitUncertain' && state.finding === 'unknown')
    expect(seen).not.toContain('accepted')
  })

  test('a preparation that expired after its hash was registered needs no second signature', async () => {
    const { cvm, driver, state } = await hashRequired()
    const { submission } = await prepare(cvm.id, { composeYaml: newCompose })
    await control('POST', 'clock', { advanceSeconds: 15 * 24 * 3600 })
    await sign(driver, state)
    await reaches(driver, 'draft')
    const nonce = await ownerNonce()
    const seen = steps(driver)
    apply(driver, submission)
    await reaches(driver, 'done')
    expect(seen).not.toContain('wallet')
    expect(await ownerNonce()).toBe(nonce)
  })

  test('a confirmation that comes too often waits as long as it is told to', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault({ status: 429, headers: { 'Retry-After': '1' } })
    await sign(driver, state)
    const { state: waiting } = await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.trouble !== undefined)
    expect((waiting as StateOf<'confirming'>).trouble).toMatchObject({
      kind: 'too-many-requests',
      continuesAt: expect.any(String) as string,
    })
    await reaches(driver, 'done')
    expect(await confirmations(cvm.id)).toHaveLength(2)
  })
})

describe('what a chain can do to a transaction', () => {
  test('reverted: said so, and can be signed again', async () => {
    const { driver, state } = await hashRequired()
    await chainControl({ automine: false })
    await sign(driver, state)
    await chainControl({ setOwner: { app: state.ticket.appContract, owner: info.accounts.stranger.address }, mine: 1 })
    expect(await reaches(driver, 'hashRequired')).toMatchObject({ note: 'reverted' })
    await chainControl({ setOwner: { app: state.ticket.appContract, owner: info.accounts.owner.address }, automine: true })
    await sign(driver, state)
    await reaches(driver, 'done')
  })

  test('sped up: the new transaction counts', async () => {
    const { driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const sent = await sign(driver, state, lowFees)
    const faster = await signAddComposeHash(state.ticket, { nonce: sent.nonce, ...highFees })
    await chainControl({ mine: 1, automine: true })
    expect(await reaches(driver, 'done')).toMatchObject({ transactionHash: faster })
  })

  test('sped up and not mined yet: still waiting, never called dropped', async () => {
    const { driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const sent = await sign(driver, state, lowFees)
    const seen = steps(driver)
    await signAddComposeHash(state.ticket, { nonce: sent.nonce, ...highFees })
    // Long enough for a dropped transaction to be noticed, measured in looks at the chain.
    const statusReads = vi.spyOn(globalThis, 'fetch')
    await vi.waitUntil(() => statusReads.mock.calls.length > 6 * quickPace.looksUntilDropped, { timeout: 5_000 })
    expect(seen).toEqual(['txPending'])
    await chainControl({ mine: 1, automine: true })
    await reaches(driver, 'done')
  })

  test('cancelled in the wallet: a successful receipt does not count', async () => {
    const { cvm, driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const sent = await sign(driver, state, lowFees)
    const account = info.accounts.owner.address
    await wallet().sendTransaction({ to: account, value: 0n, nonce: sent.nonce, gas: 21_000n, ...highFees })
    await chainControl({ mine: 1, automine: true })
    expect(await reaches(driver, 'hashRequired')).toMatchObject({ note: 'cancelled' })
    expect(await confirmations(cvm.id)).toEqual([])
  })

  test('forgotten by the node: said so, and never sent again by itself', async () => {
    const { driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const nonce = await ownerNonce()
    await sign(driver, state)
    await chainControl({ dropTransactions: true, automine: true })
    // Whether the node was seen to know it depends on who looked first.
    expect(['dropped', 'unknown']).toContain((await reaches(driver, 'hashRequired')).note)
    expect(await ownerNonce()).toBe(nonce)
  })

  test('reorganised away before the confirmation: nothing is confirmed without its transaction', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault({ status: 467 }, { times: 2 })
    await sign(driver, state)
    await reaches(driver, 'confirming')
    await chainControl({ mine: 1, reorg: 2 })
    const back = await Promise.race([reaches(driver, 'hashRequired'), reaches(driver, 'txPending')])
    expect(back.step === 'txPending' || back.note === 'reorganised').toBe(true)
    const before = (await confirmations(cvm.id)).length
    await reaches(driver, 'hashRequired')
    expect(await confirmations(cvm.id)).toHaveLength(before)
    await sign(driver, state)
    await reaches(driver, 'done')
  })

  test('out of reach for a while: said so, and followed again by itself', async () => {
    const { driver, state } = await hashRequired()
    await chainControl({ automine: false })
    await sign(driver, state)
    await fault({ status: 500 }, { method: 'POST', path: '/rpc/31337', times: 8 })
    expect((await until(driver, ({ chainTrouble }) => chainTrouble !== null)).chainTrouble?.text).toMatch(/cannot be reached/)
    await chainControl({ automine: true })
    await reaches(driver, 'done')
  })
})

describe('a reload goes on where it was', () => {
  test('while a signature is needed', async () => {
    const { cvm, driver, state } = await hashRequired()
    const reopened = reload(driver, cvm)
    expect(await reaches(reopened, 'hashRequired')).toMatchObject({ ticket: state.ticket })
    await sign(reopened, state)
    await reaches(reopened, 'done')
  })

  test('while the wallet is asked: approved there after the tab died', async () => {
    const { cvm, driver, state } = await hashRequired()
    const { send } = driver.handle()
    send({ type: 'openWallet' })
    const attempt = { from: info.accounts.owner.address, nonce: await ownerNonce(), fromBlock: '0', startedAt: new Date().toISOString() }
    expect(send({ type: 'asking', attempt })).toMatchObject({ stage: 'prompting' })
    const reopened = reload(driver, cvm)
    expect(await reaches(reopened, 'wallet')).toMatchObject({ stage: 'unanswered', attempt })
    const transactionHash = await signAddComposeHash(state.ticket)
    expect(await reaches(reopened, 'done')).toMatchObject({ transactionHash })
  })

  test('while the transaction waits for a block', async () => {
    const { cvm, driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const sent = await sign(driver, state)
    await reaches(driver, 'txPending')
    const reopened = reload(driver, cvm)
    expect(await reaches(reopened, 'txPending')).toMatchObject({ sent })
    await chainControl({ automine: true })
    expect(await reaches(reopened, 'done')).toMatchObject({ transactionHash: sent.transactionHash })
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('while it was mined and the tab was closed', async () => {
    const { cvm, driver, state } = await hashRequired()
    await chainControl({ automine: false })
    const sent = await sign(driver, state)
    driver.stop()
    await chainControl({ automine: true })
    expect(await reaches(reload(driver, cvm), 'done')).toMatchObject({ transactionHash: sent.transactionHash })
  })

  test('between registration and confirmation', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault({ status: 467 }, { times: 3 })
    const sent = await sign(driver, state)
    await until(driver, (handle) => handle.state.step === 'confirming' && handle.state.trouble !== undefined)
    const reopened = reload(driver, cvm)
    expect(await reaches(reopened, 'done')).toMatchObject({ transactionHash: sent.transactionHash })
  })

  test('while the confirmation’s answer was lost', async () => {
    const { cvm, driver, state } = await hashRequired()
    await fault('drop-after')
    await sign(driver, state)
    await reaches(driver, 'confirming')
    // A request is recorded as it arrives; it has been carried out once it has an operation.
    await vi.waitUntil(async () => {
      const { operations } = (await control('GET', `cvms/${cvm.id}`)) as { operations: { composeHash: string | null }[] }
      return operations.some(({ composeHash }) => composeHash === state.ticket.composeHash)
    })
    await reaches(reload(driver, cvm), 'done')
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('while it is applied', async () => {
    const { cvm, driver, state } = await hashRequired()
    await sign(driver, state)
    const { correlationId } = await reaches(driver, 'accepted')
    expect(await reaches(reload(driver, cvm), 'done')).toMatchObject({ correlationId })
  })

  test('and a record that cannot be read is dropped with a notice', async () => {
    const { cvm } = await prepare(info.cvms.centralKms, {})
    world.store.write(journalRecords(world.store, world.scope).keyOf(cvm.id), '{"version":1,"value":{}}')
    const driver = drive(cvm)
    expect(driver.handle()).toMatchObject({ state: { step: 'draft' }, notice: expect.stringContaining('could not be read') })
  })

  test('and a record that a newer version wrote stays, with a notice that names reloading, and nothing is begun over it', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 4 })
    const key = journalRecords(world.store, world.scope).keyOf(cvm.id)
    world.store.write(key, '{"version":99,"value":{}}')
    const driver = drive(cvm)
    expect(driver.handle()).toMatchObject({ state: { step: 'draft' }, notice: expect.stringContaining('Reload this page') })
    expect(driver.handle().notice).not.toContain('dropped')
    apply(driver, submission)
    await api.fetchCvm(cvm.id)
    expect(driver.handle()).toMatchObject({ state: { step: 'reviewing' }, notice: expect.stringContaining('Reload this page') })
    expect(world.store.read(key)).toBe('{"version":99,"value":{}}')
  })
})

describe('several tabs', () => {
  async function twoDrivers(locks: LockManager | null) {
    const [first, second] = twoTabs()
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
    const leader = drive(cvm, newWorld(first, locks))
    const other = drive(cvm, newWorld(second, locks))
    apply(leader, submission)
    const state = await reaches(leader, 'hashRequired')
    return { cvm, leader, other, state }
  }

  test('one drives, the other follows it to the end', async () => {
    const { cvm, leader, other, state } = await twoDrivers(lockManager())
    expect((await until(other, (handle) => handle.state.step === 'hashRequired' && !handle.isRecovering)).isFollowing).toBe(true)
    expect(other.handle().send({ type: 'openWallet' })).toMatchObject({ step: 'hashRequired' })
    await sign(leader, state)
    await Promise.all([reaches(leader, 'done'), reaches(other, 'done')])
    await until(other, ({ state: { step }, isFollowing }) => step === 'done' && !isFollowing)
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('the other goes on when the first is closed', async () => {
    const { leader, other, state } = await twoDrivers(lockManager())
    await until(other, (handle) => handle.isFollowing && !handle.isRecovering)
    leader.stop()
    await until(other, (handle) => !handle.isFollowing && !handle.isRecovering)
    await sign(other, state)
    await reaches(other, 'done')
  })

  test('taking over looks at the chain first and makes the first one follow', async () => {
    const { cvm, leader, other, state } = await twoDrivers(lockManager())
    await chainControl({ automine: false })
    const sent = await sign(leader, state)
    await until(other, (handle) => handle.isFollowing && handle.state.step === 'txPending' && !handle.isRecovering)
    other.handle().takeOver()
    await until(other, (handle) => !handle.isFollowing && !handle.isRecovering)
    expect(other.handle().state).toMatchObject({ step: 'txPending', sent })
    expect(leader.handle().isFollowing).toBe(true)
    await chainControl({ automine: true })
    await Promise.all([reaches(leader, 'done'), reaches(other, 'done')])
    expect(await confirmations(cvm.id)).toHaveLength(1)
  })

  test('a wallet that answers the tab which no longer drives loses nothing', async () => {
    const { leader, other, state } = await twoDrivers(lockManager())
    await chainControl({ automine: false })
    const { send } = leader.handle()
    send({ type: 'openWallet' })
    const attempt = { from: info.accounts.owner.address, nonce: await ownerNonce(), fromBlock: '0', startedAt: new Date().toISOString() }
    send({ type: 'asking', attempt })
    await until(other, (handle) => handle.isFollowing && handle.state.step === 'wallet' && !handle.isRecovering)
    other.handle().takeOver()
    await until(other, (handle) => !handle.isFollowing && !handle.isRecovering)
    const transactionHash = await signAddComposeHash(state.ticket)
    leader
      .handle()
      .send({ type: 'sent', sent: { transactionHash, from: attempt.from, nonce: attempt.nonce, sentAt: new Date().toISOString() } })
    expect(await reaches(other, 'txPending')).toMatchObject({ sent: { transactionHash } })
    await chainControl({ automine: true })
    await reaches(other, 'done')
  })

  test('a result that one tab puts away does not come back in another', async () => {
    const { leader, other, state } = await twoDrivers(lockManager())
    await sign(leader, state)
    await Promise.all([reaches(leader, 'done'), reaches(other, 'done')])
    leader.handle().send({ type: 'startOver' })
    await reaches(other, 'draft')
    expect(journalRecords(world.store, world.scope).list()).toEqual([])
    expect(leader.handle().state).toEqual({ step: 'draft' })
  })

  test('without locks a tab that is behind writes nothing over what another one found out', async () => {
    const [first, second] = twoTabs()
    const { cvm, submission } = await prepare(info.cvms.onchainEoa, { composeYaml: newCompose })
    await fault('drop')
    const behind = drive(cvm, newWorld(first, null))
    apply(behind, submission)
    await reaches(behind, 'submitUncertain')
    const records = journalRecords(second, world.scope)
    const { ticket } = (await hashRequired()).state
    const found = { ...records.read(cvm.id).value!, ticket }
    records.write(cvm.id, found)
    behind.handle().send({ type: 'lookedUp', found: 'unknown' })
    expect(records.read(cvm.id).value).toEqual(found)
    expect(await reaches(behind, 'hashRequired')).toMatchObject({ ticket })
  })

  test('without locks both look before they send, and the update happens once', async () => {
    const { cvm, leader, other, state } = await twoDrivers(null)
    await sign(leader, state)
    await Promise.all([reaches(leader, 'done'), reaches(other, 'done')])
    const operations = await api.fetchOperations(cvm.id)
    expect(operations.items.filter((operation) => operation.composeHash === state.ticket.composeHash)).toHaveLength(1)
  })
})

describe('what an update can do without', () => {
  const gone = { status: 404, body: { error_code: 'ERR-03-005', message: 'Not found' } }

  test('a server without a history: the values that it reports once it is idle say how the update ended', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7, publicLogs: false })
    await fault(gone, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 1000 })
    const driver = drive(cvm)
    apply(driver, submission)
    const { outcomes } = await reaches(driver, 'done')
    expect(outcomes).toMatchObject([
      { field: 'vcpu', matches: true },
      { field: 'publicLogs', matches: true },
    ])
  })

  test('a server without a manifest: what else it reports is compared, and the rest is said to be unread', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { composeYaml: newCompose, publicLogs: false })
    await fault(gone, { method: 'GET', path: '/api/v1/cvms/{id}/compose_file', times: 1000 })
    const driver = drive(cvm)
    apply(driver, submission)
    const { outcomes } = await reaches(driver, 'done')
    expect(outcomes).toMatchObject([
      { field: 'composeYaml', matches: null, actual: 'not reported' },
      { field: 'publicLogs', matches: true },
    ])
  })

  test('an old record without a kind stands in nobody’s way', async () => {
    const { cvm, submission } = await prepare(info.cvms.centralKms, { vcpu: 7 })
    const old = { items: [{}, { operation_type: null, started_at: null }] }
    await fault({ patchBody: old }, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 1000 })
    const driver = drive(cvm)
    apply(driver, submission)
    await reaches(driver, 'done')
  })
})
