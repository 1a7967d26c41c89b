// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { concat, encodeFunctionData, keccak256, padHex, parseAbi, toHex } from 'viem'
import { disconnect } from 'wagmi/actions'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { configQuery } from '@/api/session-queries.ts'
import { encodeAddComposeHash } from '@/chain/registration.ts'
import { type ComposeHash, type Hex, toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import { SignApproval } from '@/features/approval/approve/SignApproval.tsx'
import { Handover } from '@/features/approval/ask/Handover.tsx'
import { WalletRegistration } from '@/features/approval/signing/WalletRegistration.tsx'
import { walletConfig } from '@/features/approval/wallet/wallet-config.ts'
import { UpdatePage } from '@/features/review/UpdatePage.tsx'
import { browserStore } from '@/lib/storage.ts'
import { draftOf, draftRecords } from '@/updates/drafts/draft-store.ts'
import { readBaseline } from '@/updates/fields/fields.ts'
import type { OwnedSession } from '@/runs/session.ts'
import { InTestSession, testScope, testSession } from '@/runs/testing/session.tsx'
import { createUpdateDriver, type UpdateDriver } from '@/updates/engine/update-driver.ts'
import { updateDriversPart } from '@/updates/engine/update-drivers.ts'
import { quickPace, quickWorld } from '@/updates/engine/testing/quick-world.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { readApprovalLink } from '@/updates/handover/handover-link.ts'
import { unpackChange } from '@/updates/handover/packed-change.ts'
import { chainOpener } from '@/updates/engine/open-update-world.ts'
import { WalletController } from '../../e2e/wallet/wallet-controller.ts'
import { sandboxWithClient, type SandboxClient } from '../../sandbox/testing/api-client.ts'
import { fetchToSandbox } from '../../sandbox/testing/fetch-to-sandbox.ts'

/*
 * Page, signing dialog and engine on the real sandbox chain, with the walks' own wallet: what can go wrong between the first answer of the
 * server and its last, in the words that a person reads, up to the end of the update. Only the engine's waits are shorter than usual.
 *
 * The other situations need a browser, or are shown where the words are:
 *   chain unknown to the wallet, added             e2e/register-hash: the network is switched, added where it is unknown
 *   prompt ignored, let go of, approved late       e2e/register-hash: a prompt that nobody answers / that a reload left behind
 *   double click, several wallets                  e2e/register-hash: a compose change is signed / among several wallets
 *   wallet fails after it has sent                 e2e/register-hash: a wallet that fails after it has sent
 *   owner is a Safe, owner is nobody               e2e/register-hash: a Safe that owns the app / an app that nobody owns
 *   prepared for a Safe, finished by somebody else e2e/finish
 *   device not allowed                             e2e/register-hash: a device that the contract refuses
 *   reload, kill, locked wallet after a reload     e2e/reload-steps
 *   second tab                                     e2e/reload-steps, src/updates/engine/update-driver.test: several tabs
 *   465, 466, 467, 468 while confirming            src/features/update-review/error-table.test: the approval on the chain
 *   logs limited by range, legacy nodes            src/chain/registration.test
 */

// A machine that does other things as well.
configure({ asyncUtilTimeout: 20_000 })
vi.setConfig({ testTimeout: 60_000 })

type Account = 'owner' | 'stranger' | 'unfunded'
let client: SandboxClient
let driver: UpdateDriver
let session: OwnedSession
let pace = quickPace
let wallet: WalletController<Account>
let nodeUrl: string
let cvmId: string

/** The page asks for its wallet once and for all; what answers is the wallet of the present test. */
let answerPage: (source: unknown, method: string, params: unknown) => unknown
let isAnnounced = false

beforeAll(async () => {
  // jsdom has neither.
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }))
  vi.stubGlobal('scrollTo', () => {})
  const toSandbox = fetchToSandbox({
    sandbox: () => client.sandbox,
    key: () => client.info.keys.owner,
    origin: location.origin,
    onOther: ({ href }) => (nodeUrl = href), // which the wallet asks as well
  })
  vi.stubGlobal('fetch', toSandbox)
  client = await sandboxWithClient({ fleetSize: 8, seed: 1 })
})
afterAll(async () => {
  await client.stop()
  vi.unstubAllGlobals()
})

beforeEach(() => {
  pace = quickPace
  return startWorld()
})
afterEach(async () => {
  wallet.release()
  cleanup()
  driver.stop()
  const [chain] = client.sandbox.chains()
  await disconnect(walletConfig([chain!]))
  localStorage.clear()
})

async function startWorld(options: { always465?: boolean } = {}) {
  await client.call('POST', '/sandbox/reset', { body: { applySeconds: 0.2, fleetSize: 8, ...options } })
  client.info = await client.readInfo()
  cvmId = client.info.cvms['onchainEoa']!
  wallet = await walletInPage()
}

/** The wallet of the walks, in this environment's only page. */
function walletInPage(): Promise<WalletController<Account>> {
  const page = { url: () => location.href, evaluate: async (run: (given: unknown) => unknown, given: unknown) => run(given) }
  const context = {
    pages: () => [page],
    exposeBinding: async (name: string, binding: typeof answerPage) => {
      answerPage = binding
      const source = { frame: { url: () => location.href } }
      Object.assign(window, { [name]: async (method: string, params: unknown) => answerPage(source, method, params) })
    },
    addInitScript: async (announce: () => void) => {
      if (!isAnnounced) announce()
      isAnnounced = true
    },
  }
  const accounts = client.info.accounts as Record<Account, { address: Hex; privateKey: Hex }>
  return WalletController.install(context as never, { accounts, rpcUrls: { 31337: nodeUrl }, knownChains: [31337, 8453] })
}

// --- the page

/** Opens the review of another compose file and sends it, as far as the server's request for a signature. */
async function askForSignature() {
  await openReview()
  await press(/^Apply/)
  await shows('The app contract has to allow the new compose hash.')
}

/** The review of another compose file. */
async function openReview() {
  const [cvm, manifest] = await Promise.all([api.fetchCvm(cvmId), api.fetchAppCompose(cvmId)])
  const baseline = readBaseline(cvm, manifest)
  const worldId = client.sandbox.worldId()
  const scope = testScope(worldId)
  const edited = { ...baseline, composeYaml: 'services:\n  web:\n    image: nginx:1.29\n' }
  draftRecords(browserStore, scope).write(cvmId, draftOf(cvm.name, baseline, edited, new Date())!)
  const chains = client.sandbox.chains()
  const chain = chainOpener(chains)
  driver = createUpdateDriver(cvm, quickWorld({ worldId, chain, store: browserStore, pace }))
  session = testSession(scope)
  session.provide(updateDriversPart, { of: () => driver, stop: () => driver.stop() })

  renderUpdatePage()
}

function renderUpdatePage() {
  const root = createRootRoute({ component: Outlet })
  const place = (path: string, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component })
  const router = createRouter({
    routeTree: root.addChildren([
      place('/cvms/$cvmId/update', () => (
        <UpdatePage
          revisionId={null}
          cvmId={cvmId}
          registration={WalletRegistration}
          handover={Handover}
          proof={() => null}
          startApproval={() => null}
        />
      )),
      place('/cvms/$cvmId/edit', () => <p>the form</p>),
      place('/cvms/$cvmId', () => <p>the CVM</p>),
    ]),
    history: createMemoryHistory({ initialEntries: [`/cvms/${cvmId}/update`] }),
  })
  renderPage(<RouterProvider router={router as never} />)
}

function renderPage(page: React.ReactNode) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const worldId = client.sandbox.worldId()
  queryClient.setQueryData(configQuery.queryKey, { mode: 'sandbox', upstream: 'sandbox', worldId, chains: client.sandbox.chains() })
  return render(
    <InTestSession session={session}>
      <QueryClientProvider client={queryClient}>{page}</QueryClientProvider>
    </InTestSession>,
  )
}

const press = async (name: string | RegExp) => {
  const button = await screen.findByRole('button', { name })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'))
  await userEvent.click(button)
}
const shows = (text: string | RegExp) => screen.findByText(text)

const signingDialog = async () => within(await screen.findByRole('dialog', { name: 'Sign to allow this compose hash' }))

async function openDoor() {
  // The engine is free to look the hash up first; where its layout is not known, the person has to say so.
  const sign = await screen.findByRole('button', { name: /^Sign( again)?$/ })
  await waitFor(() => expect(screen.queryByRole('checkbox') ?? sign.getAttribute('aria-disabled')).not.toBe('true'))
  await userEvent.click(sign)
  return signingDialog()
}

const closeDoor = async () => {
  await userEvent.click((await signingDialog()).getAllByRole('button', { name: 'Close' }).at(-1)!)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
}

async function connect() {
  const dialog = await signingDialog()
  await userEvent.click(await dialog.findByRole('button', { name: 'MetaMask' }))
  await dialog.findByRole('button', { name: 'Disconnect' })
}

async function sign() {
  const button = await (await signingDialog()).findByRole('button', { name: /^Sign( again)?$/ })
  await waitFor(() => expect(button.getAttribute('aria-disabled')).not.toBe('true'))
  await userEvent.click(button)
}

const cannotSign = async (why: string | RegExp) => {
  const dialog = await signingDialog()
  await dialog.findAllByText(why)
  const button = dialog.queryByRole('button', { name: /^Sign( again)?$/ })
  if (button) {
    expect(button.getAttribute('aria-disabled')).toBe('true')
    await userEvent.click(button)
  }
  expect(wallet.count('eth_sendTransaction')).toBe(0)
}

/** The update is at its end, this was signed exactly so often, and the server was told of this transaction and no other. */
async function ends(expected: { transactions: number; transactionHash?: Hex }) {
  await shows('Done. The server holds what you asked for.')
  expect(wallet.sent).toHaveLength(expected.transactions)
  const transactionHash = expected.transactionHash ?? wallet.sent.at(-1)?.hash
  const { body } = await client.call('GET', `/sandbox/cvms/${cvmId}`)
  const { requests } = body as { requests: { headers: Record<string, string> }[] }
  const confirmed = requests.map(({ headers }) => headers['x-transaction-hash']).filter((hash) => hash !== undefined)
  expect(new Set(confirmed)).toEqual(new Set([transactionHash]))
}

// --- the chain

const chainControl = async (body: unknown) =>
  (await client.call('POST', '/sandbox/chain', { body })).body as { transactionHash: TransactionHash }
const node = async (method: string, params: unknown[]) => {
  const { error, result } = await client.rpc(method, params)
  if (error) throw new Error(error.message)
  return result
}
const ticket = (): Ticket => {
  const { state } = driver.handle()
  if (!('ticket' in state) || !state.ticket) throw new Error(`no ticket while ${state.step}`)
  return state.ticket
}
const accountOf = (name: Account) => client.info.accounts[name].address as Hex
const setOwner = (name: Account) => chainControl({ setOwner: { app: ticket().appContract, owner: accountOf(name) } })

// --- the choices of a person

test('declining to connect, to switch or to sign is a choice each time: calm words, the same step, and then it goes on', async () => {
  await askForSignature()
  const dialog = await openDoor()
  wallet.rejectNext('wallet_requestPermissions')
  await userEvent.click(await dialog.findByRole('button', { name: 'MetaMask' }))
  await dialog.findByText('You declined to connect.')
  await connect()

  await wallet.setChain(8453)
  await cannotSign('Your wallet is on Base; this app lives on Sandbox chain.')
  wallet.rejectNext('wallet_switchEthereumChain')
  await press('Switch to Sandbox chain')
  await dialog.findByText('You declined the change of network.')
  await press('Switch to Sandbox chain')
  await waitFor(() => expect(dialog.queryByRole('button', { name: 'Switch to Sandbox chain' })).toBeNull())

  wallet.rejectNext('eth_sendTransaction')
  await sign()
  await shows('You declined in the wallet.')
  expect(screen.queryByRole('alert')).toBeNull()
  await openDoor()
  await sign()
  await ends({ transactions: 1 })
})

test('a wallet that already shows a request of this site is said to, and asked once that is answered', async () => {
  await askForSignature()
  const dialog = await openDoor()
  // Another tab of this site asks, and nobody looks at the wallet.
  wallet.hold()
  const { ethereum } = window as unknown as { ethereum: { request: (call: { method: string }) => Promise<unknown> } }
  const asked = ethereum.request({ method: 'eth_requestAccounts' })
  await userEvent.click(await dialog.findByRole('button', { name: 'MetaMask' }))
  await dialog.findByText('Your wallet already shows a request from this site.')
  expect(wallet.waiting()).toHaveLength(1)
  wallet.release()
  await asked
  await connect()
  await sign()
  await ends({ transactions: 1 })
})

// --- found before the wallet is asked

test('a contract that nobody owns any more: the review says so, and promises no signature', async () => {
  const { appId } = await api.fetchCvm(cvmId)
  await chainControl({ setOwner: { app: `0x${appId!}`, owner: `0x${'0'.repeat(40)}` } })
  await openReview()
  await shows('Nobody can allow the new hash')
  expect(screen.queryByText(/on-chain signature/)).toBeNull()
  expect(screen.queryByRole('button', { name: /ask for a signature/ })).toBeNull()
})

test('an ownership that is being handed over, and a rule about the platform: the review says both before anything is sent', async () => {
  const { appId } = await api.fetchCvm(cvmId)
  const call = (functionName: 'transferOwnership' | 'setRequireTcbUpToDate', type: string, value: unknown) => {
    const abi = parseAbi([`function ${functionName}(${type} value)`] as readonly string[])
    return chainControl({
      execute: { as: accountOf('owner'), to: `0x${appId!}`, data: encodeFunctionData({ abi, functionName, args: [value] }) },
    })
  }
  await call('transferOwnership', 'address', accountOf('stranger'))
  await call('setRequireTcbUpToDate', 'bool', true)
  await openReview()
  await shows('The ownership is changing hands')
  await shows('Starts on an up-to-date platform only')
  // The present owner can still sign until then.
  screen.getByRole('button', { name: /ask for a signature/ })
})

test('another account than the owner’s: which one may sign is said, and the page follows when it is chosen', async () => {
  await wallet.setAccount('stranger')
  await askForSignature()
  await openDoor()
  await connect()
  await cannotSign('Only 0xf39F…2266 may sign; your wallet is on 0x7099…79C8.')
  await wallet.setAccount('owner')
  await sign()
  await ends({ transactions: 1 })
})

test('another person’s account owns the app: the review says so and offers first to prepare it for that person', async () => {
  await openReview()
  await shows('Apply: ask for a signature')
  // As long as nothing is known of this browser's accounts, it is the second way.
  await screen.findByRole('button', { name: 'Prepare for approval' })
  expect(screen.queryByText(/another account/i)).toBeNull()
  await press(/^Apply/)
  await shows('The app contract has to allow the new compose hash.')
  await wallet.setAccount('stranger')
  await openDoor()
  await connect()
  await cannotSign('Only 0xf39F…2266 may sign; your wallet is on 0x7099…79C8.')
  await closeDoor()
  await press('Back to the review')
  await shows(/Another account than the one last connected in this browser owns it\./)
  await shows(/Another account owns the app contract and signs one transaction in its own wallet\./)
  screen.getByRole('button', { name: 'Apply: ask for approval' })
  await press('Prepare for approval')
  await screen.findByRole('button', { name: 'Copy approval link' })
  screen.getByRole('button', { name: 'Copy finisher link' })
  expect(wallet.count('eth_sendTransaction')).toBe(0)

  // The change can go along, and comes out on the other side as what the hash stands for.
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (text: string) => void copied.push(text) },
  })
  const copyLink = async () => {
    await press('Copy approval link')
    return readApprovalLink(new URL(copied.at(-1)!).hash)
  }
  const plain = await copyLink()
  expect('request' in plain && plain.request.packedChange).toBeUndefined()
  await userEvent.click(screen.getByRole('checkbox', { name: 'With the change in the link' }))
  await waitFor(async () => {
    const withChange = await copyLink()
    if (!('request' in withChange) || withChange.request.packedChange === undefined) throw new Error('without the change')
    const { packedChange, ticket } = withChange.request
    const read = await unpackChange(packedChange, ticket.composeHash)
    expect('change' in read && read.change.after).toContain('nginx:1.29')
  })
  expect(copied.at(-1)!.length).toBeLessThan(8_000)
})

test('an owner that cannot pay: what it holds and needs, and it goes on once there is enough', async () => {
  await chainControl({ setBalance: { address: accountOf('owner'), wei: '1000' } })
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  await dialog.findByText(
    (_, element) => element?.tagName === 'P' && /^It holds less than .* ETH; the fee is at most about .* ETH\.$/.test(element.textContent),
  )
  // Whoever else may pay for it gets the link and the call.
  await dialog.findByRole('button', { name: 'Copy approval link' })
  await dialog.findAllByText(/^0xdfc77223[0-9a-f]{64}$/)
  expect(wallet.count('eth_sendTransaction')).toBe(0)
  await chainControl({ setBalance: { address: accountOf('owner'), wei: '1000000000000000000' } })
  await closeDoor()
  await openDoor()
  await sign()
  await ends({ transactions: 1 })
})

test('an owner that cannot pay by what the chain says: its wallet is asked all the same, when the person says so', async () => {
  await chainControl({ setBalance: { address: accountOf('owner'), wei: '0' } })
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  await dialog.findByText('This account cannot pay the network fee.')
  wallet.hold('eth_sendTransaction')
  await press('Ask the wallet anyway')
  await waitFor(() => expect(wallet.waiting()).toEqual(['eth_sendTransaction']))
  // Somebody else pays for it.
  await chainControl({ setBalance: { address: accountOf('owner'), wei: '1000000000000000000' } })
  wallet.release()
  await ends({ transactions: 1 })
})

test('several accounts connected, the owner’s not the first: it is the owner’s that is asked', async () => {
  await wallet.showAccounts('stranger', 'owner')
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  expect(dialog.queryByText(/^Only .* may sign/)).toBeNull()
  await sign()
  await ends({ transactions: 1 })
  expect(wallet.sent[0]!.from).toBe(accountOf('owner'))
})

test('a wallet that names no account: after a while it is said that nothing waits in it, and one can stop', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  wallet.silence('eth_accounts')
  await sign()
  await dialog.findByText('Your wallet does not answer.')
  expect(dialog.queryByText(/request is waiting/)).toBeNull()
  await press('Stop')
  await waitFor(() => expect(dialog.getByRole('button', { name: 'Sign' }).getAttribute('aria-disabled')).not.toBe('true'))
  expect(dialog.queryByText(/request is waiting/)).toBeNull()
  expect(wallet.count('eth_sendTransaction')).toBe(0)
})

test('a wallet that is locked in between: said, and gone when it is unlocked', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  await wallet.lock()
  await dialog.findByText('Your wallet is locked.')
  expect(dialog.queryByRole('button', { name: 'Sign again' })).toBeNull()
  await wallet.unlock()
  await waitFor(() => expect(dialog.queryByText('Your wallet is locked.')).toBeNull())
  await sign()
  await ends({ transactions: 1 })
})

test('the call is named as a wallet may show it: by its name and by its selector', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await dialog.findByText('addComposeHash(bytes32)')
  await dialog.findByText('0xdfc77223')
  // Byte by byte, folded, and to nowhere else than the app contract.
  const inFull = within((await dialog.findByText('Call data and dry run of addComposeHash')).closest('details')!)
  inFull.getByText(/^0xdfc77223[0-9a-f]{64}$/)
  await inFull.findByText(/^Goes through, tried out in the owner’s name without sending anything\./)
  const { appId } = await api.fetchCvm(cvmId)
  expect(inFull.getAllByText(/^0x[0-9a-fA-F]{40}$/).map(({ textContent }) => textContent.toLowerCase())).toEqual([`0x${appId!}`])
})

test('a chain that cannot be reached at the last check: said, and gone by itself as soon as it answers', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  await dialog.findByText(/^at most about/)
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  await client.call('POST', '/sandbox/faults', { body: [{ method: 'POST', path: '/rpc/31337', times: 100, then: { status: 500 } }] })
  await sign()
  await dialog.findByText('Sandbox chain cannot be reached.')
  await client.call('DELETE', '/sandbox/faults')
  await waitFor(() => expect(dialog.queryByText('Sandbox chain cannot be reached.')).toBeNull())
  expect(wallet.count('eth_sendTransaction')).toBe(0)
  await sign()
  await ends({ transactions: 1 })
})

test('no contract at the address: a transaction there would succeed and change nothing, so none is made', async () => {
  await askForSignature()
  const { appContract } = ticket()
  const code = await node('eth_getCode', [appContract, 'latest'])
  await node('anvil_setCode', [appContract, '0x'])
  await openDoor()
  await cannotSign('There is no contract at this address on Sandbox chain.')
  expect(wallet.seen).toEqual([])
  await node('anvil_setCode', [appContract, code])
  await closeDoor()
  await openDoor()
  await connect()
  await sign()
  await ends({ transactions: 1 })
})

test('an owner with borrowed code (EIP-7702) is an account like any other, and signs here', async () => {
  const owner = accountOf('owner')
  await node('anvil_setCode', [owner, concat(['0xef0100', client.info.kmsContractAddress as Hex])])
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  expect(dialog.queryByText(/no account can sign here/)).toBeNull()
  await sign()
  await ends({ transactions: 1 })
})

// --- what becomes of a transaction

const removeComposeHash = (composeHash: ComposeHash) =>
  encodeFunctionData({ abi: parseAbi(['function removeComposeHash(bytes32)']), args: [toBytes32(composeHash)] })

/** Signs while no block is mined. */
async function signWithoutBlocks() {
  await askForSignature()
  await openDoor()
  await connect()
  await chainControl({ automine: false })
  await sign()
  await shows('Waiting for the transaction to be in a block.')
  return wallet.sent[0]!.hash
}

test('reverted after mining: said with its cost, and signed again once the account owns the contract', async () => {
  await signWithoutBlocks()
  await setOwner('stranger')
  await chainControl({ mine: 1 })
  await shows('The transaction was mined, but the contract refused it.')
  await setOwner('owner')
  await chainControl({ automine: true })
  await openDoor()
  await sign()
  await ends({ transactions: 2 })
})

test('sped up in the wallet: the new transaction is the one that the server is told of', async () => {
  const faster = await wallet.speedUp(await signWithoutBlocks())
  await chainControl({ mine: 1, automine: true })
  await ends({ transactions: 2, transactionHash: faster })
})

test('cancelled in the wallet: its success is no registration, and signing again is one press', async () => {
  await wallet.cancel(await signWithoutBlocks())
  await chainControl({ mine: 1, automine: true })
  await shows('The transaction was replaced by another one.')
  await openDoor()
  await sign()
  await ends({ transactions: 3 })
})

test('forgotten by the node: said, never sent again by itself, and signed again by the person', async () => {
  await signWithoutBlocks()
  await chainControl({ dropTransactions: true, automine: true })
  // Which of the two depends on whether it was looked for before it was forgotten.
  await shows(/^The network no longer knows the transaction\.$|^The transaction has not arrived at the node that is asked\.$/)
  expect(wallet.count('eth_sendTransaction')).toBe(1)
  const dialog = await openDoor()
  await dialog.findByText(/^The node does not know the transaction that was sent from 0xf39F…2266 since /)
  await userEvent.click(dialog.getByRole('checkbox', { name: 'Ask the wallet once more' }))
  await sign()
  await ends({ transactions: 2 })
})

test('a chain that cannot be reached while it waits: said, and followed by itself', async () => {
  await signWithoutBlocks()
  // For as long as it takes: who else asks the chain meanwhile is left to chance.
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  await client.call('POST', '/sandbox/faults', { body: [{ method: 'POST', path: '/rpc/31337', times: 100_000, then: { status: 500 } }] })
  await shows('The chain cannot be read at the moment.')
  await client.call('DELETE', '/sandbox/faults')
  await chainControl({ automine: true })
  await ends({ transactions: 1 })
})

test('another account, then no permission at all, after it was sent: it stays what it is', async () => {
  await signWithoutBlocks()
  await wallet.setAccount('stranger')
  await wallet.disconnect()
  await chainControl({ automine: true })
  await ends({ transactions: 1 })
})

test('out of gas: said as such, and not as a matter of who owns the contract', async () => {
  wallet.limitGas(35_000n)
  await askForSignature()
  await openDoor()
  await connect()
  await sign()
  await shows('The transaction ran out of gas.')
  expect(screen.queryByText(/account owns the contract/)).toBeNull()
  wallet.limitGas(null)
  await openDoor()
  await sign()
  await ends({ transactions: 2 })
})

test('allowed and removed again in one block: our transaction is kept, and nobody says that something else was sent', async () => {
  const hash = await signWithoutBlocks()
  const { appContract, composeHash } = ticket()
  await chainControl({ execute: { as: accountOf('owner'), to: appContract, data: removeComposeHash(composeHash) } })
  // It is said only until it is believed, so somebody has to look already.
  const disagreement = shows('The chain contradicts itself at the moment.')
  await chainControl({ mine: 1 })
  await disagreement
  await shows('The contract announced the hash, and does not allow it.')
  expect(screen.queryByText(/something else in its place/)).toBeNull()
  expect((await screen.findByRole('region', { name: 'Trace' })).textContent).toContain(hash)
})

test('taken back by a reorganisation before it was confirmed: said, and nothing is confirmed or signed by itself', async () => {
  // Long enough for the chain to be reorganised before it is confirmed again.
  pace = { ...quickPace, confirmMs: [15, 5_000, 15, 15] }
  await askForSignature()
  await openDoor()
  await connect()
  const notYet = { status: 467, body: { error_code: 'ERR-01-007', message: 'no receipt' } }
  // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
  await client.call('POST', '/sandbox/faults', { body: [{ method: 'PATCH', path: '/api/v1/cvms/{id}', times: 2, then: notYet }] })
  await sign()
  await shows(/^Registered\. Phala Cloud does not see it yet/)
  await chainControl({ mine: 1, reorg: 2 })
  await shows('The chain was reorganised and no longer holds the registration.')
  await screen.findByRole('button', { name: 'Sign again' })
  expect(wallet.sent).toHaveLength(1)
})

// --- the same call twice

const askAgain = async () => userEvent.click(await (await signingDialog()).findByRole('checkbox', { name: 'Ask the wallet once more' }))

test('a request that nobody answered is named, another one costs a tick, and the one left over is named until it is rejected', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  wallet.hold('eth_sendTransaction')
  await sign()
  await press('Stop waiting')
  await dialog.findByText(/^Nothing was sent from 0xf39F…2266 since /)
  const again = dialog.getByRole('button', { name: 'Sign again' })
  expect(again.getAttribute('aria-disabled')).toBe('true')
  await userEvent.click(again)
  expect(wallet.waiting()).toHaveLength(1)

  await askAgain()
  await sign()
  await waitFor(() => expect(wallet.waiting(), '1 of 2').toHaveLength(2))
  wallet.answerFirst('approve')
  await shows('Done. The server holds what you asked for.')
  await shows('A request may still be open in your wallet. Reject it.')
  wallet.answerFirst('reject')
  await waitFor(() => expect(screen.queryByText('A request may still be open in your wallet. Reject it.')).toBeNull())
  await ends({ transactions: 1 })
})

test('a request that was rejected after all leaves no notice behind', async () => {
  await askForSignature()
  const dialog = await openDoor()
  await connect()
  wallet.hold('eth_sendTransaction')
  await sign()
  await press('Stop waiting')
  await dialog.findByText(/^Nothing was sent from /)
  wallet.answerFirst('reject')
  await shows('You declined in the wallet.')
  wallet.release()
  await openDoor()
  expect(screen.queryByText(/^Nothing was sent from /)).toBeNull()
  await sign()
  await ends({ transactions: 1 })
})

test('what one page of this browser has sent, the approval page follows instead of asking for it again', async () => {
  await signWithoutBlocks()
  const request = { ticket: ticket(), cvmName: 'api' }
  cleanup()
  renderPage(<SignApproval request={request} isContradicted={false} />)
  await shows('Sent. Waiting for the transaction to be in a block.')
  expect(screen.queryByRole('button', { name: /^Sign/ })).toBeNull()
  await chainControl({ automine: true })
  await shows('Allowed. Nothing more to do here.')
  expect(wallet.sent).toHaveLength(1)
})

test('what the approval page asked of the wallet, the update’s page names', async () => {
  await askForSignature()
  const request = { ticket: ticket(), cvmName: 'api' }
  cleanup()
  const { unmount } = renderPage(<SignApproval request={request} isContradicted={false} />)
  await userEvent.click(await screen.findByRole('button', { name: 'MetaMask' }))
  wallet.hold('eth_sendTransaction')
  await press('Sign')
  await waitFor(() => expect(wallet.waiting()).toHaveLength(1))
  unmount()
  renderUpdatePage()
  const dialog = await openDoor()
  await dialog.findByText(/^Nothing was sent from 0xf39F…2266 since |^A request is waiting in your wallet\.$/)
  wallet.release()
  await ends({ transactions: 1 })
})

test('a request that is still in the wallet once somebody else’s signature counts: the approval page names it until it is rejected', async () => {
  await askForSignature()
  const { appContract, composeHash } = ticket()
  const request = { ticket: ticket(), cvmName: 'api' }
  driver.stop()
  cleanup()
  renderPage(<SignApproval request={request} isContradicted={false} />)
  await userEvent.click(await screen.findByRole('button', { name: 'MetaMask' }))
  wallet.hold('eth_sendTransaction')
  await press('Sign')
  await waitFor(() => expect(wallet.waiting()).toHaveLength(1))
  await chainControl({ execute: { as: accountOf('owner'), to: appContract, data: encodeAddComposeHash(toBytes32(composeHash)) } })
  await shows('Allowed. Nothing more to do here.')
  await shows('A request may still be open in your wallet. Reject it.')
  wallet.answerFirst('reject')
  await waitFor(() => expect(screen.queryByText('A request may still be open in your wallet. Reject it.')).toBeNull())
  expect(wallet.sent).toHaveLength(0)
})

// --- the device

test('the request for the device, the dialog closed over it: it is waited for, not made twice, and can be let go of', async () => {
  cvmId = client.info.cvms['deviceNotAllowed']!
  await askForSignature()
  await openDoor()
  await connect()
  wallet.hold('eth_sendTransaction')
  await press('Sign for the device')
  await waitFor(() => expect(wallet.waiting()).toHaveLength(1))
  await closeDoor()
  const dialog = await openDoor()
  await dialog.findByText('A request is waiting in your wallet.')
  await dialog.findByText('After the device, your wallet will show')
  await dialog.findByText('0x2a819728')
  await press('Stop waiting')
  await dialog.findByText(/^Nothing was sent from 0xf39F…2266 since /)
  const again = dialog.getByRole('button', { name: 'Sign again for the device' })
  expect(again.getAttribute('aria-disabled')).toBe('true')
  await userEvent.click(again)
  expect(wallet.waiting()).toHaveLength(1)

  wallet.release()
  await waitFor(() => expect(dialog.queryByText('First: allow this CVM’s device')).toBeNull())
  await sign()
  await ends({ transactions: 2 })
})

// --- allowed already

test('a hash that was allowed before: no wallet is asked, and the server gets the transaction of that time', async () => {
  await startWorld({ always465: true })
  await askForSignature()
  const { appContract, composeHash } = ticket()
  await press('Back to the review')
  const call = { as: accountOf('owner'), to: appContract, data: `0xdfc77223${composeHash}` }
  const { transactionHash } = await chainControl({ execute: call })
  await chainControl({ mine: 20 })
  await press(/^Apply/)
  await ends({ transactions: 0, transactionHash })
  expect(wallet.seen).toEqual([])
})

/** On the contract's list, and in no event: as if it were older than what any node still tells. */
async function allowWithoutTransaction() {
  const { appContract, composeHash } = ticket()
  const slot = keccak256(concat([toBytes32(composeHash), padHex('0x', { size: 32 })]))
  await node('anvil_setStorageAt', [appContract, slot, padHex(toHex(1), { size: 32 })])
}

test('where the device is refused as well, such a hash still needs its signature, after the one for the device', async () => {
  cvmId = client.info.cvms['deviceNotAllowed']!
  await askForSignature()
  await allowWithoutTransaction()
  await shows('The contract allows this hash already.')
  const dialog = await openDoor()
  await dialog.findByText('The contract allows this hash already, but no transaction was found that allowed it.')
  dialog.getByText('First: allow this CVM’s device')
  dialog.getByText(/The owner signs two calls: this one, and then the hash below\.$/)
  dialog.getByText('After the device, your wallet will show')
})

test('a hash that is allowed without a transaction to show for it: why one more signature, and that it changes nothing', async () => {
  await askForSignature()
  await allowWithoutTransaction()
  await shows('The contract allows this hash already.')
  await shows(/Signing once more changes nothing on the contract and provides one\.$/)
  const dialog = await openDoor()
  await dialog.findByText('The contract allows this hash already, but no transaction was found that allowed it.')
  await connect()
  await sign()
  await ends({ transactions: 1 })
})
