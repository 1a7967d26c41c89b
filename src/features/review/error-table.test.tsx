// @vitest-environment jsdom
// @vitest-environment-options {"url": "http://sandbox.test"}
import type { QueryClient } from '@tanstack/react-query'
import { cleanup, configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { signedOut } from '@/api/signed-out.ts'
import { viemChain } from '@/chain/chain-client.ts'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { toTransactionHash } from '@/chain/transaction/transaction-hash.ts'
import { browserStore, createTextStore, type TextStore } from '@/lib/storage.ts'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { testScope } from '@/runs/testing/session.tsx'
import type { UpdateDriver } from '@/updates/engine/update-driver.ts'
import { pageOnSandbox } from '../../../sandbox/testing/page-on-sandbox.ts'
import { openUpdatePage } from './testing/open-update-page.tsx'

// The update page on the real engine, with the real sandbox in this process: what a server may answer, and what a person then reads and can do.
// Only the waits are shorter than usual.

const origin = 'http://sandbox.test'

// A machine that does other things as well.
configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

const server = pageOnSandbox({ origin, world: { applySeconds: 0.2 } })
let driver: UpdateDriver | undefined
let queryClient: QueryClient

afterEach(() => {
  driver?.stop()
  driver = undefined
  signedOut.end()
  vi.restoreAllMocks()
})

/** Opens the review of edits that were made before. */
async function review(which: string, edits: Partial<EditValues>, store: TextStore = browserStore) {
  const cvmId = server.client.info.cvms[which]!
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const baseline = readBaseline(cvm, manifest)
  const scope = testScope(server.client.sandbox.worldId())
  draftRecords(browserStore, scope).write(cvmId, draftOf(cvm.name, baseline, { ...baseline, ...edits }, new Date())!)
  return open(cvm, store)
}

async function open(cvm: Cvm, store: TextStore = browserStore) {
  const cvmId = cvm.id
  const opened = openUpdatePage({ sandbox: server.client.sandbox, origin, cvm, store })
  ;({ driver, queryClient } = opened)
  const { router } = opened
  await screen.findByRole('button', { name: /^Apply/ })
  return { cvmId, cvm, router }
}

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))
const apply = () => press(/^Apply/)
const shows = (text: string | RegExp) => screen.findByText(text)
const vcpu = { vcpu: 7 }
const compose = { composeYaml: 'services:\n  web:\n    image: nginx:1.29\n' }

const fault = (then: unknown, { method = 'PATCH', path = '/api/v1/cvms/{id}', times = 1 } = {}) =>
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  server.client.call('POST', '/sandbox/faults', { body: [{ method, path, times, then }] })
const refusedWith = (status: number, body: unknown, headers?: Record<string, string>) =>
  fault({ status, body, ...(headers ? { headers } : {}) })

async function sent(cvmId: string) {
  const { body } = await server.client.call('GET', `/sandbox/cvms/${cvmId}`)
  const { requests } = body as { requests: { method: string; headers: Record<string, string>; body: unknown }[] }
  return requests.filter(({ method }) => method === 'PATCH')
}

const chainControl = (body: unknown) => server.client.call('POST', '/sandbox/chain', { body })

/** The owner signs on another device; the page is only told by the chain. */
async function signElsewhere(options: { nonce?: number; to?: Hex; data?: Hex; maxFeePerGas?: bigint; maxPriorityFeePerGas?: bigint } = {}) {
  const { state } = driver!.handle()
  if (!('ticket' in state) || !state.ticket) throw new Error(`nothing to sign while ${state.step}`)
  const wallet = createWalletClient({
    account: privateKeyToAccount(server.client.info.accounts.owner.privateKey as Hex),
    chain: viemChain(server.client.sandbox.chains()[0]!),
    transport: http(`${origin}/rpc/31337`),
  })
  const { appContract, composeHash } = state.ticket
  const data = encodeAddComposeHash(toBytes32(composeHash))
  return toTransactionHash(await wallet.sendTransaction({ to: appContract, data, gas: 200_000n, ...options }))
}

const fees = (gwei: bigint) => ({ maxFeePerGas: gwei * 1_000_000_000n, maxPriorityFeePerGas: gwei * 250_000_000n })

/** What the wallet's dialog reports when the owner signs here. No block is mined before `chainControl` says so. */
async function signHere() {
  await chainControl({ automine: false })
  const { send } = driver!.handle()
  const from = server.client.info.accounts.owner.address as Hex
  const nonce = Number((await server.client.rpc('eth_getTransactionCount', [from, 'latest'])).result)
  send({ type: 'openWallet' })
  send({ type: 'asking', attempt: { from, nonce, fromBlock: '0', startedAt: new Date().toISOString() } })
  const transactionHash = await signElsewhere({ nonce, ...fees(5n) })
  send({ type: 'sent', sent: { transactionHash, from, nonce, sentAt: new Date().toISOString() } })
  await shows('Waiting for the transaction to be in a block.')
  return { from, nonce }
}

interface Row {
  what: string
  status: number
  body: unknown
  headers?: Record<string, string>
  /** What happened, what is safe, what to do, in that order. */
  says: (string | RegExp)[]
  link?: { name: string | RegExp; to: string | RegExp }
}

const kept = 'Nothing was changed. Your edits are kept.'
const toCompose = { name: 'Compose file', to: /\/edit\?field=composeYaml$/ }
const toOperations = { name: 'Look at the operations', to: /\?tab=operations$/ }
const toPhala = { name: /^Open Phala Cloud/, to: 'https://cloud.phala.com/' }

const refusals: Row[] = [
  {
    what: '400 for the terms, with the text that violates them',
    status: 400,
    body: {
      error_code: 'ERR-99-001',
      message: 'This configuration violates the terms of service.',
      details: [{ field: 'docker_compose_file', message: '“xmrig” in services.web' }],
      suggestions: ['Remove the miner.'],
    },
    says: [
      'Phala Cloud refused this change.',
      'This configuration violates the terms of service.',
      kept,
      /“xmrig” in services.web/,
      /Remove the miner\./,
    ],
    link: toCompose,
  },
  {
    what: '400 for the terms, in one plain sentence',
    status: 400,
    body: { detail: 'Terms violation: mining is not allowed' },
    says: [
      'Phala Cloud refused this change.',
      'Terms violation: mining is not allowed',
      kept,
      'Correct what the message names, then review again.',
    ],
  },
  {
    what: 'ERR-01-003',
    status: 400,
    body: { error_code: 'ERR-01-003', message: 'services.web has no image' },
    says: ['Phala Cloud says the compose file is invalid.', kept, 'Correct the compose file, then review again.', 'ERR-01-003'],
    link: toCompose,
  },
  {
    what: 'ERR-04-001',
    status: 400,
    body: { error_code: 'ERR-04-001', message: 'balance 0.12 USD' },
    says: ['The balance is too low for this.', 'balance 0.12 USD', kept, 'Top up the workspace in Phala Cloud, then apply again.'],
    link: toPhala,
  },
  {
    what: 'ERR-02-015, whatever its status',
    status: 503,
    body: { error_code: 'ERR-02-015', message: 'vCPU quota 16' },
    says: ['The workspace’s quota is used up.', kept, /^Choose a smaller size, free something/],
    link: toPhala,
  },
  {
    what: 'ERR-02-016 with 409, which is no running operation',
    status: 409,
    body: { error_code: 'ERR-02-016', message: 'slot 3 is in use' },
    says: ['The GPUs are in use.', kept, 'Choose other GPUs, or try again in a few minutes.'],
    link: { name: 'GPUs', to: /\/edit\?field=gpus$/ },
  },
  {
    what: '403',
    status: 403,
    body: { detail: 'The workspace is suspended' },
    says: [
      'This key is not allowed to do that.',
      'The workspace is suspended',
      /another workspace, be managed by a GPU rental, or its workspace may be suspended/,
      'Sign in with a key of the right workspace, or ask its owner.',
    ],
  },
  {
    what: '404',
    status: 404,
    body: { error_code: 'ERR-03-001', message: 'CVM not found' },
    says: ['Not found, or not visible to this key.', 'Nothing was changed.', 'Check the address, or look for it in the fleet.'],
    link: { name: 'Go to the fleet', to: '/cvms' },
  },
  {
    what: '409 for a name',
    status: 409,
    body: { error_code: 'ERR-01-004', message: 'web-1 exists' },
    says: ['Another CVM of this workspace has this name.', 'web-1 exists', 'Choose another name, or open the other CVM.'],
  },
  {
    what: '409 for an operation that is over by now',
    status: 409,
    body: { detail: 'Another operation is in progress' },
    says: [
      'Another operation is running on this CVM.',
      'Your change was not sent. Your edits are kept.',
      'Wait until the operation ends, then apply again.',
    ],
    link: toOperations,
  },
  {
    what: '413',
    status: 413,
    body: null,
    says: ['The request is too large.', kept, 'Compose file and script together may be at most 200 KiB.'],
  },
  {
    what: '429 with a wait that nobody sits through',
    status: 429,
    body: { detail: 'Too many requests' },
    headers: { 'Retry-After': '3600' },
    says: ['Too many requests at once.', 'Nothing was lost.', /^Wait until .+, then apply again\.$/],
  },
  {
    what: '466 before anything was prepared',
    status: 466,
    body: { error_code: 'ERR-01-006', message: 'superseded' },
    says: ['The prepared update expired or was replaced.', 'No operation applied it. Your edits are kept.', /no new signature is needed/],
  },
  {
    what: 'a status and a body that nobody knows',
    status: 418,
    body: { kettle: '<script>alert(1)</script>' },
    says: ['Phala Cloud refused this change.', 'The server answered with status 418.', kept],
  },
]

describe('a refused update says what happened, what is safe and what to do', () => {
  test.each(refusals)('$what', async ({ status, body, headers, says, link }) => {
    await review('centralKms', vcpu)
    await refusedWith(status, body, headers)
    await apply()
    const alert = within(await screen.findByRole('alert'))
    for (const text of says) expect(alert.getAllByText(text).length).toBeGreaterThan(0)
    expect(alert.getByRole('button', { name: /details/ })).toBeTruthy()
    expect(document.body.innerHTML).not.toContain('kettle')
    if (link) {
      const { href } = alert.getByRole<HTMLAnchorElement>('link', { name: link.name })
      if (typeof link.to === 'string') expect(href.endsWith(link.to)).toBe(true)
      else expect(href).toMatch(link.to)
    }
    // Nothing was lost: the same change can be sent again at once.
    expect(screen.getByRole('button', { name: /^Apply/ }).getAttribute('aria-disabled')).not.toBe('true')
  })

  test('404: the edits can be kept as a file', async () => {
    const { cvm } = await review('centralKms', vcpu)
    await refusedWith(404, { error_code: 'ERR-03-001', message: 'CVM not found' })
    await apply()
    const saved: { name: string; text: Promise<string> }[] = []
    let blob: Blob | undefined
    vi.spyOn(URL, 'createObjectURL').mockImplementation((content) => {
      blob = content as Blob
      return 'blob:kept'
    })
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, text: blob!.text() })
    })
    await press('Download the edits')
    expect(saved.map(({ name }) => name)).toEqual([`edits-of-${cvm.id}.json`])
    expect(JSON.parse(await saved[0]!.text)).toEqual({ cvm: cvm.name, cvm_id: cvm.id, edits: { vCPU: 7 } })
  })

  test('and the same press again goes through', async () => {
    const { cvmId } = await review('centralKms', vcpu)
    await refusedWith(400, { detail: 'Terms violation' })
    await apply()
    await shows('Phala Cloud refused this change.')
    await apply()
    await shows('Done. The server holds what you asked for.')
    expect((await sent(cvmId)).map(({ body }) => body)).toEqual([vcpu, vcpu])
  })

  test('422: what belongs to a field leads to it and has the focus, the rest stands beside it', async () => {
    const { router } = await review('centralKms', vcpu)
    const problem = (field: string, msg: string) => ({ loc: ['body', field], msg, type: 'value_error' })
    await refusedWith(422, { detail: [problem('vcpu', 'at most 4 here'), problem('region', 'is closed')] })
    await apply()
    const alert = await screen.findByRole('alert')
    const link = within(alert).getByRole('link', { name: 'vCPU' })
    expect(alert.textContent).toContain('vCPU: at most 4 here')
    expect(alert.textContent).toContain('region: is closed')
    expect(document.activeElement).toBe(link)
    await userEvent.click(link)
    await screen.findByText('the form')
    expect(router.state.location.search).toEqual({ field: 'vcpu' })
  })
})

describe('a CVM that is busy', () => {
  test('says which operation runs, since when and by whom, and applies by itself when told to', async () => {
    await server.client.call('POST', '/sandbox/reset', { body: { applySeconds: 2, fleetSize: 8 } })
    const { cvmId } = await review('centralKms', vcpu)
    // Somebody else is faster, and this page has not noticed.
    await api.runLifecycleAction(cvmId, 'restart')
    await apply()
    await shows('Another operation is running on this CVM.')
    expect((await shows(/started by/)).textContent).toMatch(/just now|s ago/)
    await userEvent.click(screen.getByRole('checkbox', { name: /^Apply by itself when it finishes/ }))
    await server.client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 60 } })
    await queryClient.invalidateQueries()
    await shows('Done. The server holds what you asked for.')
    expect((await sent(cvmId)).at(-1)?.body).toEqual(vcpu)
  })
})

describe('waiting is not failing', () => {
  test('429: counts down and goes on', async () => {
    const { cvmId } = await review('centralKms', vcpu)
    await refusedWith(429, { detail: 'Too many requests' }, { 'Retry-After': '2' })
    await apply()
    await shows('Too many requests at once.')
    expect((await screen.findByRole('timer')).textContent).toMatch(/^[123] s$/)
    expect(screen.queryByRole('alert')).toBeNull()
    await shows('Done. The server holds what you asked for.')
    expect(await sent(cvmId)).toHaveLength(2)
  })

  test('401: keeps the step, and goes on once a key was entered', async () => {
    await review('centralKms', vcpu)
    await refusedWith(401, { detail: 'Invalid API key' })
    await apply()
    await shows('A key is needed to continue.')
    await shows('The update stays at this step until you enter one.')
    signedOut.end() // what entering a key does
    await shows('Done. The server holds what you asked for.')
  })

  test.each([
    ['an answer lost', 'drop' as const],
    ['a 502 of a proxy', 'html-502' as const],
    ['a 503', { status: 503, body: { detail: 'down' } }],
    ['an answer of unknown form', { status: 202, body: { ticket: 7 } }],
  ])('%s: looked up first, and only then a retry is offered', async (_what, then) => {
    const { cvmId } = await review('centralKms', vcpu)
    await fault(then)
    await apply()
    await shows(/its operations are being checked; nothing is sent twice\.$/i)
    expect(screen.queryByRole('button', { name: 'Apply again' })).toBeNull()
    await shows('It is not known whether the change was accepted.')
    await shows(/^Applying again sends the same values\./)
    expect(screen.getByRole('link', { name: 'Look at the operations' })).toBeTruthy()
    await press('Apply again')
    await shows('Done. The server holds what you asked for.')
    expect((await sent(cvmId)).every(({ body }) => JSON.stringify(body) === '{"vcpu":7}')).toBe(true)
  })

  test('an answer lost after it was processed: found, and never sent again', async () => {
    const { cvmId } = await review('centralKms', vcpu)
    await fault('drop-after')
    await apply()
    await shows('Done. The server holds what you asked for.')
    expect(await sent(cvmId)).toHaveLength(1)
  })

  test('reads that fail while it is applied are said, and asked again', async () => {
    await review('centralKms', vcpu)
    await fault({ status: 503 }, { method: 'GET', path: '/api/v1/cvms/{id}/operations', times: 12 })
    await apply()
    await shows('Phala Cloud has trouble answering.')
    await shows('The console keeps trying; nothing is sent twice.')
    await shows('Done. The server holds what you asked for.')
  })

  test('a look at the server that fails before applying sends nothing', async () => {
    const { cvmId } = await review('centralKms', vcpu)
    await fault({ status: 500, body: { detail: 'oops' } }, { method: 'GET' })
    await apply()
    const alert = within(await screen.findByRole('alert'))
    expect(alert.getByText('Phala Cloud has trouble answering.')).toBeTruthy()
    expect(alert.getByText('Try again in a moment.')).toBeTruthy()
    expect(await sent(cvmId)).toEqual([])
  })
})

describe('the approval on the chain', () => {
  const toSign = async () => {
    const opened = await review('onchainEoa', compose)
    await apply()
    await shows('The app contract has to allow the new compose hash.')
    return opened
  }

  test('465 is no error: it says what has to be signed, and that the running version is untouched', async () => {
    await toSign()
    expect(screen.queryByRole('alert')).toBeNull()
    await shows(/The change is prepared; the running version is untouched\./)
    expect(await screen.findByRole('button', { name: /^Sign/ })).toBeTruthy()
  })

  test('what request and verdict need is asked for in one go beside the look before Apply, and nothing after the request', async () => {
    const { cvmId } = await review('onchainEoa', compose)
    const asked = vi.spyOn(globalThis, 'fetch')
    await apply()
    await waitFor(() => expect(driver!.handle().state).toMatchObject({ verdict: { kind: 'proven' } }))
    const calls = asked.mock.calls.map(([url, init]) => `${init?.method ?? 'GET'} ${url as string}`).filter((call) => call.includes(cvmId))
    const one = `/api/v1/cvms/${cvmId}`
    const look = ['', '/compose_file', '/compose_file?raw=1', '/operations?limit=20'].map((path) => `GET ${one}${path}`)
    const request = calls.indexOf(`PATCH ${one}`)
    expect(calls.slice(0, request).toSorted()).toEqual(look.toSorted())
    // Whether somebody else finished it is looked for from now on.
    expect(calls.slice(request + 1).filter((call) => !call.includes('/operations'))).toEqual([])
  })

  test('a hash that is not what the edits lead to stops before anything is signed, with both hashes', async () => {
    await review('onchainEoa', compose)
    await fault({ patchBody: { details: [{ field: 'compose_hash', value: 'ab'.repeat(32) }] } })
    await apply()
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('ab'.repeat(32))
    expect(screen.getByRole('button', { name: /^Sign/ }).getAttribute('aria-disabled')).toBe('true')
  })

  test('a transaction that waits is not called failed, and says how to hurry it', async () => {
    await toSign()
    await signHere()
    await shows(/Slow does not mean failed.*speed it up in your wallet; a replacement is followed as well\.$/s)
    expect(screen.queryByRole('alert')).toBeNull()
    await chainControl({ automine: true })
    await shows('Done. The server holds what you asked for.')
  })

  test.each<[string, () => Promise<unknown>, string | RegExp, RegExp]>([
    [
      'reverted',
      async () => {
        const { state } = driver!.handle()
        const app = 'ticket' in state ? state.ticket!.appContract : '0x'
        await chainControl({ setOwner: { app, owner: server.client.info.accounts.stranger.address }, mine: 1 })
      },
      'The transaction was mined, but the contract refused it.',
      /Its fee is spent.*running version is untouched.*Check that the signing account owns the contract/,
    ],
    [
      'replaced by another one',
      async () => {
        const { state } = driver!.handle()
        if (state.step !== 'txPending') throw new Error(state.step)
        await signElsewhere({ to: state.sent.from, data: '0x', nonce: state.sent.nonce, ...fees(20n) })
        await chainControl({ mine: 1, automine: true })
      },
      'The transaction was replaced by another one.',
      /so the hash is not registered.*running version is untouched/,
    ],
    [
      'forgotten by the network',
      () => chainControl({ dropTransactions: true, automine: true }),
      // Whether the node was seen to know it depends on who looked first.
      /^(The network no longer knows the transaction|The transaction has not arrived at the node that is asked)\.$/,
      /it counts/,
    ],
  ])('a transaction that was %s: why, and the way to sign again', async (_what, happens, title, text) => {
    await toSign()
    await signHere()
    await happens()
    await shows(title)
    await shows(text)
    expect(await screen.findByRole('button', { name: 'Sign again' })).toBeTruthy()
  })

  test('a chain that cannot be reached is said, and asked again by itself', async () => {
    await toSign()
    // For as long as it takes: who else asks the chain meanwhile is left to chance.
    await fault({ status: 500 }, { method: 'POST', path: '/rpc/31337', times: 100_000 })
    await shows('The chain cannot be read at the moment.')
    await server.client.call('DELETE', '/sandbox/faults')
    await waitFor(() => expect(screen.queryByText('The chain cannot be read at the moment.')).toBeNull())
  })

  test('466 after the hash was registered: nothing is lost, and applying again asks for no signature', async () => {
    await toSign()
    await server.client.call('POST', '/sandbox/clock', { body: { advanceSeconds: 15 * 24 * 3600 } })
    await signElsewhere()
    const alert = within(await screen.findByRole('alert'))
    expect(alert.getByText('The prepared update expired or was replaced.')).toBeTruthy()
    expect(alert.getByText(/If the hash stays the same, no new signature is needed\.$/)).toBeTruthy()
    await apply()
    await shows('Done. The server holds what you asked for.')
  })

  test.each([
    [465, 'ERR-01-005', 'Phala Cloud doesn’t see the approval yet.'],
    [467, 'ERR-01-007', 'Phala Cloud could not verify the transaction yet.'],
    [468, 'ERR-01-008', 'Phala Cloud says the app contract does not allow this hash.'],
  ])('%i while confirming: tried again first, then both views side by side', async (status, error_code, title) => {
    const { cvmId } = await toSign()
    const details = [{ field: 'app_contract_address', value: '0xdead' }]
    await fault({ status, body: { error_code, message: 'not yet', details } }, { times: 5 })
    const hash = await signElsewhere()
    const alert = within(await screen.findByRole('alert'))
    expect(alert.getByText(title)).toBeTruthy()
    expect(alert.getByText('Nothing was applied.', { exact: false })).toBeTruthy()
    expect(alert.getByText(/^Compare both below, then confirm again\./)).toBeTruthy()
    expect(alert.getByText('allows this hash')).toBeTruthy()
    expect(alert.getByText(/^succeeded; the app contract announced this hash/)).toBeTruthy()
    expect(alert.getByText('Sandbox chain (31337)')).toBeTruthy()
    expect(alert.getByRole('button', { name: /transaction hash/ })).toBeTruthy()
    expect(hash).toMatch(/^0x/)
    if (status !== 465) expect(alert.getByText('0xdead')).toBeTruthy()
    await press('Confirm again')
    await shows('Done. The server holds what you asked for.')
    expect(await sent(cvmId)).toHaveLength(7)
  })

  test('467 because of the transaction: another one that registered the hash is checked and used', async () => {
    const { cvmId } = await toSign()
    await fault({ status: 467, body: { error_code: 'ERR-01-007', message: 'another chain' } }, { times: 5 })
    await signElsewhere()
    const field = await screen.findByLabelText('Another transaction registered it')
    const use = async (text: string) => {
      await userEvent.clear(field)
      await userEvent.type(field, text)
      await press('Check and use it')
    }
    await use('0x12')
    await shows('A transaction hash has 32 bytes: 0x and 64 hexadecimal digits.')
    await use(`0x${'1'.repeat(64)}`)
    await shows('Sandbox chain has no receipt of this transaction.')
    const second = await signElsewhere()
    await use(second)
    await shows('Done. The server holds what you asked for.')
    expect((await sent(cvmId)).at(-1)?.headers['x-transaction-hash']).toBe(second)
  })

  test.each([
    [
      { status: 467, body: { error_code: 'ERR-01-007', message: 'no receipt' } },
      'Registered. Phala Cloud does not see it yet.',
      /^That is normal right after a block\./,
    ],
    [
      { status: 409, body: { detail: 'busy' } },
      'Registered. Waiting for another operation to finish.',
      'It is confirmed as soon as the CVM is free.',
    ],
    ['html-502' as const, 'Registered. No confirmed response from Phala Cloud.', /^Whether it was confirmed is looked up each time/],
    [{ status: 429, headers: { 'Retry-After': '1' } }, 'Registered. Phala Cloud asks to wait.', /^Continuing in/],
  ])('while confirming, %o is waited out by itself', async (then, title, text) => {
    await toSign()
    await fault(then, { times: 2 })
    const seen: string[] = []
    const observer = new MutationObserver(() => seen.push(document.body.textContent ?? ''))
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    await signElsewhere()
    await shows('Done. The server holds what you asked for.')
    observer.disconnect()
    const said = (what: string | RegExp) =>
      seen.some((content) => (typeof what === 'string' ? content.includes(what) : new RegExp(what.source.replace('^', '')).test(content)))
    expect(said(title)).toBe(true)
    expect(said(text)).toBe(true)
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

test('a browser that keeps nothing says that a reload will not find the update', async () => {
  await review('centralKms', vcpu, createTextStore(null, null))
  await shows('This browser keeps nothing for the console, so an update cannot be resumed after a reload.')
  await apply()
  await shows('Done. The server holds what you asked for.')
})

test('a page that can no longer be refreshed says how old it is', async () => {
  const { cvmId } = await review('centralKms', vcpu)
  await fault({ status: 500, body: { detail: 'oops' } }, { method: 'GET', times: 2 })
  await queryClient.refetchQueries({ queryKey: ['cvms'] })
  await shows('This page could not be refreshed.')
  await server.client.call('DELETE', '/sandbox/faults')
  await press('Refresh')
  await waitFor(() => expect(screen.queryByText('This page could not be refreshed.')).toBeNull())
  expect(await sent(cvmId)).toEqual([])
})

test('an edited text whose stored one cannot be read is not called merged, nor changed by somebody else, and is not sent', async () => {
  const { cvm, cvmId } = await review('centralKms', compose)
  cleanup()
  driver!.stop()
  await fault({ status: 503, body: { detail: 'Not now' } }, { method: 'GET', path: '/api/v1/cvms/{id}/compose_file', times: 100 })
  await open(cvm)
  await waitFor(() =>
    expect(screen.getByRole('link', { name: 'Compose file' }).parentElement?.textContent).toMatch(
      /The stored text could not be read, so nobody can tell whether somebody else changed it\./,
    ),
  )
  expect(screen.queryByText(/In the form both are merged/)).toBeNull()
  expect(screen.queryByText(/changed elsewhere/)).toBeNull()
  expect(await sent(cvmId)).toEqual([])
})
