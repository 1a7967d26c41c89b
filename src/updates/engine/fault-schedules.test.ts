import { createWalletClient, http, type EIP1193Provider } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Config, createConfig, createConnector } from 'wagmi'
import { connect } from 'wagmi/actions'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import * as api from '@/api/cvms.ts'
import { pageRecord } from '@/api/session/page-record.ts'
import { signedOut } from '@/api/signed-out.ts'
import { chainClient, viemChain } from '@/chain/chain-client.ts'
import { encodeAddDevice } from '@/chain/allow-device.ts'
import { findRegistration } from '@/chain/registration.ts'
import { isComposeHashAllowed } from '@/chain/app-contract.ts'
import { callRegister } from '@/chain/call-register.ts'
import { lookForRequest } from '@/chain/look-for-request.ts'
import { hashCall, reportFinding, signRegistration } from '@/features/approval/signing/sign-registration.ts'
import { stopWaitingFor } from '@/features/approval/wallet/ask-wallet.ts'
import type { UpdateFailureKind } from '@/domain/failure.ts'
import { type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { systemClock } from '@/lib/clock.ts'
import { endSessionState } from '@/lib/session-state.ts'
import type { TextStore } from '@/lib/storage.ts'
import type { Sandbox } from '../../../sandbox/sandbox.ts'
import { fetchToSandbox } from '../../../sandbox/testing/fetch-to-sandbox.ts'
import { type SeededRandom, seededRandom } from '../../../sandbox/seeded-random.ts'
import { startSandbox } from '../../../sandbox/start.ts'
import { planUpdate } from '@/updates/plan/update-plan.ts'
import { writeOfPlan } from '@/updates/plan/write-of-plan.ts'
import { type EditValues, readBaseline } from '@/updates/fields/fields.ts'
import { lockManager, twoTabs } from '@/runs/testing/tabs.ts'
import { quickPace, quickWorld } from './testing/quick-world.ts'
import { testScope } from '@/runs/testing/session.tsx'
import { createUpdateDriver, type DrivenCvm, type UpdateDriver } from './update-driver.ts'
import { journalRecords } from './update-journal.ts'
import type { Ticket, UpdateState } from './update-machine.ts'
import type { Pace } from './update-world.ts'
import { chainOpener } from './open-update-world.ts'

/*
 * The real engine, the real signing code of the signing dialog, the real sandbox and its real chain, under schedules of faults drawn from a
 * seed, on computers whose clock is wrong. A person who only ever does what the present state offers must get to the end of every one of
 * them, and is never told that a change was not sent, or expired, which runs.
 * About a third of them send the manifest whole. FAULT_SCHEDULES=1000 runs more of them, FAULT_FROM=501 begins later, FAULT_SEED=17 replays
 * one. A failure prints what happened.
 */

const schedules = Number(process.env['FAULT_SCHEDULES'] ?? 40)
const replay = process.env['FAULT_SEED']
const from = Number(process.env['FAULT_FROM'] ?? 1)
const seeds = replay ? [Number(replay)] : Array.from({ length: schedules }, (_, index) => from + index)

const origin = 'http://console.test'
const realFetch = globalThis.fetch
const pastRegistration = new Set(['registered', 'confirming', 'accepted', 'applying', 'done'])
const pace: Pace = {
  ...quickPace,
  chainMs: 6,
  operationsMs: 6,
  feedMs: 12,
  looksAfterLostAnswer: 5,
  confirmMs: Array.from({ length: 11 }, () => 8),
  busyMs: 8,
  looksUntilDropped: 8,
  looksUntilBelieved: 5,
  contradictionMs: 60,
  factMs: 2_000,
}
/** One look of the person at the screen. */
const lookMs = 4
/** After so many looks nothing new goes wrong. */
const calmAfterLooks = 150
const mostMs = 30_000

const hour = 3600
/** Keys of the manifest that only a whole one can set; the CVMs of the sandbox have them otherwise. */
const appComposeEdits: Partial<EditValues> = { secureTime: true }

/** How far the computer's clock is ahead of the server's, in seconds; every schedule has the next one. */
const skews = [0, 12, -12, 6 * 60, -6 * 60, 24 * hour, -24 * hour, -365 * 24 * hour]

interface SandboxInfo {
  keys: { owner: string }
  accounts: Record<'owner' | 'stranger', { address: Hex; privateKey: Hex }>
  cvms: Record<'centralKms' | 'onchainEoa' | 'deviceNotAllowed', string>
}

let sandbox: Sandbox
let info: SandboxInfo
/** Where the chain's node listens: what a wallet asks, past everything that is ordered to fail on the console's own way. */
let nodeUrl = ''
let inFlight = 0
/** So many writes are made twice by the browser, because the connection broke under the first one. */
let repeats = 0
/** How often that happened. */
let repeated = 0

async function control<Answer = unknown>(method: string, path: string, body?: unknown): Promise<Answer> {
  const answer = await sandbox.fetch(
    new Request(`${origin}/sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }),
  )
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return JSON.parse(text) as Answer
}

async function askNode<Answer>(method: string, params: unknown[]): Promise<Answer> {
  const answer = await realFetch(nodeUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await answer.json()) as { result: Answer }).result
}

beforeAll(async () => {
  const toSandbox = fetchToSandbox({
    sandbox: () => sandbox,
    key: () => info.keys.owner,
    origin,
    onOther: ({ href }) => (nodeUrl = href),
  })
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    inFlight += 1
    try {
      if (repeats > 0 && init?.method === 'PATCH') {
        repeats -= 1
        repeated += 1
        await toSandbox(input, init).catch(() => null)
      }
      return await toSandbox(input, init)
    } finally {
      inFlight -= 1
    }
  })
  sandbox = await startSandbox({ origin, seed: 1, fleetSize: 12 })
})
afterAll(async () => {
  await sandbox.stop()
  vi.unstubAllGlobals()
})

type Step = UpdateState['step']

/** What the sandbox itself says of a CVM, past the faults that are ordered for the API. */
interface ControlledCvm {
  composeHash: string
  operations: { correlationId: string; status: string; composeHash: string | null }[]
  requests: { method: string; path: string; headers: Record<string, string>; body: unknown }[]
}

interface Disturbance {
  name: string
  /** Waits for this state, then for so many looks. */
  on: Step
  looks: number
  happen: () => Promise<unknown>
}

interface Tab {
  name: string
  store: TextStore
  driver: UpdateDriver
  /** The wallet was asked from here and has not answered. */
  isSigning: boolean
  isOpen: boolean
}

interface Sent {
  hash: Hex
  nonce: number
  composeHash: string
}

class Schedule {
  readonly log: string[] = []
  readonly violations: string[] = []
  readonly #random: SeededRandom
  readonly #seed: number
  #cvm!: DrivenCvm
  #edits!: Partial<EditValues>
  #tabs: Tab[] = []
  #locks: LockManager | null
  #stores = twoTabs()
  #disturbances: Disturbance[] = []
  #looks = 0
  #reached = new Map<Step, number>()
  /** How often the person sent the update, each time after the console had said what it knows. */
  #applied = 0
  #sent: Sent[] = []
  #elsewhere = new Set<string>()
  #fee = 5_000_000_000n
  #prompts: { approve: () => Promise<void>; reject: () => void }[] = []
  #otherTransactions: Hex[] = []
  #isCalm = false
  #wasReorganised = false
  /** Hashes that a lying server asked to have registered. */
  #lies = new Set<string>()
  /** The person had the update confirmed although the contract refuses the device, or could not be asked. */
  #goesOnWithoutDevice = false
  #config = this.#wallet()
  #notChecked: string | null = null
  #before = new Set<string>()
  /** Prepared for approval: the owner signs elsewhere, and somebody else may commit with the token. */
  #preparesOnly = false
  /** The manifest is sent whole: provisioned first, then put to use by its hash, without a transaction. */
  #isWhole = false
  #tokens = new Set<string>()
  /** The last one that an approval was asked for. */
  #composeHash: string | null = null

  constructor(seed: number) {
    this.#seed = seed
    this.#random = seededRandom(seed)
    this.#locks = this.#random.chance(0.7) ? lockManager() : null
  }

  note(text: string) {
    this.log.push(`${String(this.#looks).padStart(4)} ${text}`)
  }

  // --- the browser

  #open(index: 0 | 1): Tab {
    const store = this.#stores[index]
    const world = quickWorld({
      worldId: sandbox.worldId(),
      chain: chainOpener(sandbox.chains(), { baseUrl: origin }),
      store,
      locks: this.#locks,
      pace,
    })
    const driver = createUpdateDriver(this.#cvm, world)
    const tab: Tab = { name: index === 0 ? 'A' : 'B', store, driver, isSigning: false, isOpen: true }
    let last = ''
    const look = () => {
      const { state, isFollowing, isRecovering } = driver.handle()
      const text = `${state.step}${'stage' in state ? `/${state.stage}` : ''}${'note' in state ? `/${state.note}` : ''}${'finding' in state ? `/${state.finding}` : ''}${'gaveUp' in state ? '/gave up' : ''}${isFollowing ? ' following' : ''}${isRecovering ? ' recovering' : ''}`
      if (text === last) return
      last = text
      this.note(`${tab.name} ${text}`)
      if (!this.#reached.has(state.step)) this.#reached.set(state.step, this.#looks)
      if ('ticket' in state && state.ticket) this.#composeHash = state.ticket.composeHash
      if ('failure' in state && state.failure && !isFollowing && !isRecovering) void this.#hold(state.failure.kind)
    }
    driver.subscribe(look)
    look()
    this.#tabs[index] = tab
    return tab
  }

  /** What is said of a request is held against what the server has made of it. */
  async #hold(kind: UpdateFailureKind) {
    if (kind !== 'busy' && kind !== 'hash-expired' && kind !== 'changed-elsewhere') return
    const asked = this.#composeHash
    const { operations, composeHash } = await control<ControlledCvm>('GET', `cvms/${this.#cvm.id}`)
    const ours = operations.filter(({ correlationId }) => !this.#before.has(correlationId))
    if (kind === 'busy' && ours.length > 0) this.violations.push('“Your change was not sent” of a change that is there')
    const isThere = ours.some((one) => one.composeHash === asked) && composeHash === asked
    if (kind !== 'busy' && isThere) this.violations.push('“Expired”, “replaced” or “not put to use” of an update that was applied')
  }

  #close(tab: Tab) {
    tab.driver.stop()
    tab.isOpen = false
    // What the page remembered about an open prompt goes with it.
    const { state } = tab.driver.handle()
    if ('ticket' in state && state.ticket) stopWaitingFor(hashCall(state.ticket))
  }

  #reload(index: 0 | 1) {
    const tab = this.#tabs[index]
    if (!tab?.isOpen) return
    this.#close(tab)
    this.#open(index)
  }

  // --- the wallet

  #wallet(): Config {
    const provider = { request: (call: { method: string; params?: unknown }) => this.#ask(call) } as unknown as EIP1193Provider
    return createConfig({
      chains: [viemChain(sandbox.chains()[0]!)],
      transports: { 31337: http(`${origin}/rpc/31337`) },
      multiInjectedProviderDiscovery: false,
      storage: null,
      connectors: [
        createConnector(() => ({
          id: 'test',
          name: 'Test wallet',
          type: 'test',
          connect: async () => ({ accounts: [info.accounts.owner.address] as never, chainId: 31337 }),
          disconnect: async () => {},
          getAccounts: async () => [info.accounts.owner.address],
          getChainId: async () => 31337,
          getProvider: async () => provider,
          isAuthorized: async () => true,
          onAccountsChanged: () => {},
          onChainChanged: () => {},
          onDisconnect: () => {},
        })),
      ],
    })
  }

  async #ask({ method, params }: { method: string; params?: unknown }): Promise<unknown> {
    if (method === 'eth_chainId') return '0x7a69'
    if (method !== 'eth_sendTransaction') throw Object.assign(new Error(method), { code: -32601 })
    const [call] = params as [{ to: Hex; data: Hex }]
    const answer = this.#isCalm
      ? 'approve'
      : this.#random.pick(['approve', 'approve', 'approve', 'reject', 'fails after sending', 'fails', 'hangs', 'hangs'])
    this.note(`wallet ${answer}`)
    switch (answer) {
      case 'approve':
        return this.#send(call)
      case 'reject':
        throw Object.assign(new Error('no'), { code: 4001 })
      case 'fails':
        throw Object.assign(new Error('tired'), { code: -32603 })
      case 'fails after sending':
        await this.#send(call)
        throw Object.assign(new Error('lost'), { code: -32000 })
      default:
        return new Promise((resolve, reject) => {
          this.#prompts.push({
            approve: () => this.#send(call).then(resolve, reject),
            reject: () => reject(Object.assign(new Error('no'), { code: 4001 })),
          })
        })
    }
  }

  #signer = () =>
    createWalletClient({
      account: privateKeyToAccount(info.accounts.owner.privateKey),
      chain: viemChain(sandbox.chains()[0]!),
      transport: http(nodeUrl),
    })

  async #send({ to, data }: { to: Hex; data: Hex }): Promise<Hex> {
    const composeHash = data.slice(10)
    for (const earlier of this.#sent.filter((one) => one.composeHash === composeHash)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, in the order in which they were sent
      const fate = await this.#fate(earlier)
      if (fate !== 'impossible') this.violations.push(`a second transaction was signed while ${earlier.hash} was ${fate}`)
    }
    const from = info.accounts.owner.address
    const nonce = Number(await askNode<Hex>('eth_getTransactionCount', [from, 'pending']))
    const hash = await this.#signer().sendTransaction({ to, data, nonce, gas: 200_000n, ...this.#fees() })
    this.#sent.push({ hash, nonce, composeHash })
    this.note(`sent ${hash.slice(0, 10)} with nonce ${nonce}`)
    return hash
  }

  async #sendSomethingElse() {
    const nonce = Number(await askNode<Hex>('eth_getTransactionCount', [info.accounts.owner.address, 'pending']))
    const call = { to: info.accounts.stranger.address, value: 1n, gas: 21_000n, type: 'eip1559' } as const
    const raw = await this.#signer().signTransaction({ ...call, nonce, ...this.#fees() })
    this.#otherTransactions.push(raw)
    await askNode('eth_sendRawTransaction', [raw])
  }

  #fees = () => ({ maxFeePerGas: this.#fee, maxPriorityFeePerGas: this.#fee / 5n })

  /** Whether a transaction of ours may still register its hash, or has done so. */
  async #fate({ hash }: { hash: Hex }): Promise<'pending' | 'mined' | 'impossible'> {
    const receipt = await askNode<{ status: Hex } | null>('eth_getTransactionReceipt', [hash])
    if (receipt) return receipt.status === '0x1' ? 'mined' : 'impossible'
    return (await askNode('eth_getTransactionByHash', [hash])) === null ? 'impossible' : 'pending'
  }

  async #replace(how: 'speed up' | 'cancel') {
    const last = this.#sent.at(-1)
    if (!last || (await this.#fate(last)) !== 'pending') return
    const old = await askNode<{ to: Hex; input: Hex }>('eth_getTransactionByHash', [last.hash])
    this.#fee *= 3n
    const call = how === 'cancel' ? { to: info.accounts.owner.address, data: '0x' as Hex } : { to: old.to, data: old.input }
    const hash = await this.#signer().sendTransaction({ ...call, nonce: last.nonce, gas: 200_000n, ...this.#fees() })
    if (how === 'speed up') this.#sent.push({ ...last, hash })
  }

  // --- what goes wrong

  #fault(name: string, on: Step, { answer, ...fault }: { method: string; path: string; answer: unknown; times?: number }): Disturbance {
    // oxlint-disable-next-line unicorn/no-thenable -- the control interface's own word
    const asked = [{ ...fault, then: answer }]
    return { name, on, looks: this.#random.between(0, 3), happen: () => control('POST', 'faults', asked) }
  }

  #chain(name: string, on: Step, body: object, undo?: object): Disturbance {
    const lasting = this.#random.between(2, 40)
    return {
      name,
      on,
      looks: this.#random.between(0, 4),
      happen: async () => {
        if (undo) {
          const at = this.#looks + lasting
          this.#disturbances.push({
            name: `end of ${name}`,
            on,
            looks: at - (this.#reached.get(on) ?? 0),
            happen: () => control('POST', 'chain', undo),
          })
        }
        await control('POST', 'chain', body)
      },
    }
  }

  #draw(): Disturbance {
    const random = this.#random
    const composeFile = '/api/v1/cvms/{id}/compose_file'
    const provision = { method: 'POST', path: `${composeFile}/provision` }
    const patch = { method: 'PATCH', path: this.#isWhole ? composeFile : '/api/v1/cvms/{id}' }
    const first = this.#isWhole ? random.pick([provision, patch]) : patch
    const rpc = { method: 'POST', path: '/rpc/31337' }
    const later = random.pick<Step>(['hashRequired', 'wallet', 'txPending', 'registered', 'confirming', 'accepted', 'applying'])
    const onChain = random.pick<Step>(['hashRequired', 'wallet', 'wallet', 'txPending', 'txPending', 'registered', 'confirming'])
    const status = random.pick([400, 401, 409, 422, 429, 500, 502, 503])
    const owner = info.accounts.owner.address
    switch (random.between(0, 20)) {
      case 0:
        return this.#fault(`first request ${status}`, 'draft', { ...first, answer: { status, body: { detail: 'ordered' } } })
      case 1:
        return this.#fault('first request lost', 'draft', { ...first, answer: random.pick(['drop', 'drop-after', 'html-502']) })
      case 2:
        return this.#fault('confirmation refused', 'wallet', {
          ...patch,
          times: random.between(1, 14),
          answer: { status: random.pick([467, 468, 409, 429, 401]), body: { detail: 'ordered' } },
        })
      case 3:
        return this.#fault('confirmation lost', 'wallet', {
          ...patch,
          times: random.between(1, 3),
          answer: random.pick(['drop', 'drop-after', 'html-502', { status: 500 }, { delayMs: 60 }]),
        })
      case 4:
        return this.#fault('reads fail', random.pick<Step>(['submitting', later]), {
          method: 'GET',
          path: random.pick(['/api/v1/cvms/{id}/operations', '/api/v1/cvms/{id}', '/api/v1/cvms/{id}/compose_file']),
          times: random.between(1, 8),
          answer: random.pick(['drop', 'html-502', { status: 503 }, { status: 429 }, { delayMs: 40 }]),
        })
      case 5:
        return this.#fault('chain out of reach', onChain, {
          ...rpc,
          times: random.between(1, 10),
          answer: random.pick(['drop', { status: 500 }, { status: 429 }, { delayMs: 40 }]),
        })
      case 6:
      case 7:
        return this.#chain('slow blocks', random.pick<Step>(['hashRequired', 'wallet']), { automine: false }, { automine: true })
      case 8:
        return this.#chain('forgotten transactions', random.pick<Step>(['wallet', 'txPending']), { dropTransactions: true })
      case 9: {
        const reorganise = this.#chain('reorganisation', random.pick<Step>(['txPending', 'registered', 'confirming']), {
          mine: 1,
          reorg: random.between(1, 3),
        })
        return {
          ...reorganise,
          happen: async () => {
            this.#wasReorganised = true
            await reorganise.happen()
          },
        }
      }
      case 10:
        return {
          name: 'replaced',
          on: 'txPending',
          looks: random.between(0, 8),
          happen: () => this.#replace(random.pick(['speed up', 'cancel'])),
        }
      case 11:
      case 12: {
        const index = random.pick([0, 0, 1] as const)
        return {
          name: `reload ${index}`,
          on: random.pick<Step>(['submitting', later]),
          looks: random.between(0, 5),
          happen: async () => this.#reload(index),
        }
      }
      case 13:
        return {
          name: 'second tab',
          on: random.pick<Step>(['draft', later]),
          looks: 0,
          happen: async () => this.#tabs[1]?.isOpen || this.#open(1),
        }
      case 14: {
        const index = random.pick([0, 1] as const)
        return {
          name: `take over ${index}`,
          on: later,
          looks: random.between(0, 8),
          happen: async () => {
            const tab = this.#tabs[index]
            if (tab?.isOpen && tab.driver.handle().isFollowing) tab.driver.handle().takeOver()
          },
        }
      }
      case 17: {
        const lie = Array.from({ length: 32 }, () => random.between(16, 255).toString(16)).join('')
        this.#lies.add(lie)
        return this.#fault('a lying hash', 'draft', {
          ...(this.#isWhole ? provision : patch),
          answer: { patchBody: this.#isWhole ? { compose_hash: lie } : { details: [{ field: 'compose_hash', value: lie }] } },
        })
      }
      case 19:
        return this.#fault('the list before cannot be read', 'draft', {
          method: 'GET',
          path: '/api/v1/cvms/{id}/operations',
          times: random.between(1, 3),
          answer: random.pick(['drop', 'html-502', { status: 503 }, { status: 401 }, { status: 429 }]),
        })
      case 20:
        return {
          name: 'the browser repeats a request by itself',
          on: random.pick<Step>(['draft', 'draft', 'wallet', 'registered']),
          looks: 0,
          happen: async () => void (repeats = 1),
        }
      case 18:
        return this.#fault('the device cannot be read', 'txPending', { ...rpc, times: random.between(1, 6), answer: { status: 500 } })
      case 15:
        return {
          name: 'another transaction of the account',
          on: onChain,
          looks: random.between(0, 3),
          happen: () => this.#sendSomethingElse(),
        }
      default:
        return random.chance(0.5)
          ? { name: 'signed elsewhere', on: onChain, looks: random.between(0, 8), happen: () => this.#signElsewhere(owner) }
          : {
              name: 'prepared update expires',
              on: onChain,
              looks: random.between(0, 3),
              happen: () => control('POST', 'clock', { advanceSeconds: 15 * 86_400 }),
            }
    }
  }

  async #signElsewhere(owner: Hex) {
    const ticket = this.#ticket()
    if (!ticket) return
    const data = `0xdfc77223${ticket.composeHash}`
    const { transactionHash } = await control<{ transactionHash: Hex }>('POST', 'chain', {
      execute: { as: owner, to: ticket.appContract, data },
    })
    this.#elsewhere.add(transactionHash)
  }

  #ticket(): Ticket | null {
    for (const { driver } of this.#tabs.filter((tab) => tab?.isOpen)) {
      const { state } = driver.handle()
      if ('ticket' in state && state.ticket) return state.ticket
    }
    return null
  }

  async #disturb() {
    for (const one of this.#disturbances) {
      const since = this.#reached.get(one.on)
      if (since === undefined || this.#looks < since + one.looks) continue
      this.#disturbances = this.#disturbances.filter((other) => other !== one)
      this.note(`-- ${one.name}`)
      // oxlint-disable-next-line no-await-in-loop -- in the order of the schedule
      await one.happen().catch((error: unknown) => this.note(`   not possible: ${String(error).slice(0, 100)}`))
    }
  }

  // --- the person

  async #act(tab: Tab) {
    const { state, send, isRecovering, isFollowing, takeOver } = tab.driver.handle()
    if (isRecovering) return
    if (isFollowing) {
      const isDriven = this.#tabs.some((other) => other?.isOpen && other !== tab)
      if (!isDriven) takeOver()
      return
    }
    switch (state.step) {
      case 'draft':
      case 'reviewing':
        return this.#apply(tab)
      case 'submitUncertain':
        if (state.finding === 'unknown') {
          this.#applied += 1
          send({ type: 'apply', at: new Date().toISOString() })
        }
        return
      case 'hashRequired':
        // "Do not sign: this hash is not what your edits lead to. Go back, and compare the configuration."
        if (state.verdict?.kind === 'mismatch') send({ type: 'startOver' })
        else if (state.note === undefined || this.#random.chance(0.5)) send({ type: 'openWallet' })
        return
      case 'externalApproval':
        if (state.verdict?.kind === 'mismatch') return void send({ type: 'startOver' })
        if (state.commitToken) this.#tokens.add(state.commitToken)
        if (this.#isCalm || this.#random.chance(0.1)) await this.#signElsewhere(info.accounts.owner.address)
        return
      case 'wallet':
        return this.#atDoor(tab, state)
      case 'registered':
        if (state.verdict?.kind === 'mismatch') send({ type: 'startOver' })
        else if (state.device === 'refused' && this.#random.chance(0.2)) await this.#allowDevice(state.ticket)
        else if ((state.device === 'refused' || state.device === 'unread') && this.#random.chance(0.02)) {
          this.#goesOnWithoutDevice = true
          send({ type: 'goOnWithoutDevice' })
        }
        return
      case 'confirming':
        if (state.gaveUp && this.#random.chance(0.2)) send({ type: 'confirmAgain' })
    }
  }

  async #allowDevice({ appContract, deviceId }: Ticket) {
    const data = encodeAddDevice(toBytes32(deviceId!)) // a device that is refused has a name
    await control('POST', 'chain', { execute: { as: info.accounts.owner.address, to: appContract, data } })
  }

  async #apply(tab: Tab) {
    try {
      const [cvm, manifest] = await Promise.all([api.fetchCvm(this.#cvm.id), api.fetchAppCompose(this.#cvm.id)])
      const baseline = readBaseline(cvm, manifest)
      const values = { ...baseline, ...this.#edits }
      const plan = planUpdate({ cvm, baseline, values })
      const write = writeOfPlan(plan)
      if (!tab.isOpen) return
      const { state, send } = tab.driver.handle()
      if (state.step !== 'draft' && state.step !== 'reviewing') return
      if (!write) {
        this.#notChecked = 'the server holds it'
        return
      }
      this.#applied += 1
      const prepareOnly = this.#preparesOnly ? ({ prepareOnly: true } as const) : {}
      send({ type: 'review', submission: { write, wanted: plan.wanted, startedAt: '', ...prepareOnly } })
      send({ type: 'apply', at: new Date().toISOString() })
    } catch (error) {
      this.note(`   not read: ${String(error).slice(0, 80)}`)
    }
  }

  /** Whoever has the finisher link presses its button from time to time, whatever else is going on. */
  #finish() {
    const ticket = this.#ticket()
    for (const commitToken of this.#tokens) {
      if (!ticket || !this.#random.chance(0.05)) continue
      void api
        .commitUpdate(this.#cvm.id, { commitToken, composeHash: ticket.composeHash, transactionHash: null })
        .then(() => this.note('finisher: accepted'))
        .catch((error: unknown) => this.note(`finisher: ${String(error).slice(0, 60)}`))
    }
  }

  /** What the signing dialog does by itself, and what it offers. */
  async #atDoor(tab: Tab, state: Extract<UpdateState, { step: 'wallet' }>) {
    const { ticket, stage } = state
    const { driver } = tab
    if (tab.isSigning) {
      // Nobody waits for ever for a prompt that does not show.
      if (this.#prompts.length > 0 && this.#random.chance(0.05)) {
        stopWaitingFor(hashCall(ticket))
        tab.isSigning = false
        driver.handle().send({ type: 'closeWallet' })
      }
      return
    }
    if (stage === 'prompting') {
      driver.handle().send({ type: 'closeWallet' })
      return
    }
    const client = chainClient(sandbox.chains()[0]!, { baseUrl: origin })
    const question = { appContract: ticket.appContract, composeHash: toBytes32(ticket.composeHash) }
    const call = hashCall(ticket)
    const register = callRegister(tab.store, { upstream: 'sandbox', worldId: sandbox.worldId() })
    const open = register.requests(call)
    try {
      for (const request of open) {
        const finding = await lookForRequest(client, call, request)
        if (!tab.isOpen || driver.handle().state !== state) return
        if (reportFinding(finding, request, driver.handle().send)) return
        // "It may be this one. Wait for it before you sign again, or you may pay twice."
        if (finding.kind === 'unidentified' || finding.kind === 'unseen') return
        // "The earlier request may still be open in your wallet: reject it before you sign again, or approve it."
        const [prompt] = request.transactionHash ? [] : this.#prompts.splice(0)
        if (prompt) {
          if (!this.#random.chance(0.5)) prompt.reject()
          else await prompt.approve()
          return
        }
      }
      const isAllowed = await isComposeHashAllowed(client, question)
      const registered = isAllowed ? (await findRegistration(client, question)).found : null
      if (!tab.isOpen || driver.handle().state !== state) return
      if (registered) {
        driver.handle().send({ type: 'alreadyAllowed', transactionHash: registered.transactionHash })
        return
      }
      tab.isSigning = true
      void signRegistration({
        config: this.#config,
        client,
        ticket,
        allowingTransaction: isAllowed ? 'not-found' : 'looking',
        register,
        owner: null,
        besides: open,
        despite: null,
        send: (event) => driver.handle().send(event),
        onPhase: () => {},
        isCancelled: () => !tab.isOpen,
      })
        .then((result) => this.note(`${tab.name} signing: ${result.kind}${'reason' in result ? ` ${result.reason}` : ''}`))
        .catch((error: unknown) => this.violations.push(`the signing dialog threw ${String(error)}`))
        .finally(() => {
          if (tab.driver === driver) tab.isSigning = false
        })
    } catch (error) {
      this.note(`   chain not read: ${String(error).slice(0, 60)}`)
    }
  }

  /** Everything that may explain why it does not go on. */
  #standing(): string {
    const tabs = this.#tabs.filter(Boolean).map(({ name, isOpen, isSigning, driver }) => {
      const { record: _, operation: __, ...handle } = driver.handle()
      return { name, isOpen, isSigning, ...handle }
    })
    return JSON.stringify({ inFlight, prompts: this.#prompts.length, tabs })
  }

  #isOver(): boolean {
    const open = this.#tabs.filter((tab) => tab?.isOpen)
    return (
      this.#notChecked !== null ||
      open.some(({ driver }) => ['done', 'failed'].includes(driver.handle().state.step) && !driver.handle().isRecovering)
    )
  }

  async run() {
    signedOut.end()
    repeats = 0
    repeated = 0
    endSessionState()
    pageRecord.current()
    const skew = skews[this.#seed % skews.length]!
    this.note(`this computer’s clock is ${skew} s ahead`)
    await control('POST', 'reset', { applySeconds: this.#random.pick([0.02, 0.1]), fleetSize: 12, clockAheadSeconds: -skew })
    info = await control<SandboxInfo>('GET', 'info')
    await connect(this.#config, { connector: this.#config.connectors[0]! })
    const isGoverned = this.#random.chance(0.85)
    const hasRefusedDevice = isGoverned && this.#random.chance(0.2)
    const { onchainEoa, deviceNotAllowed, centralKms } = info.cvms
    this.#cvm = await api.fetchCvm(hasRefusedDevice ? deviceNotAllowed : isGoverned ? onchainEoa : centralKms)
    this.#edits =
      !hasRefusedDevice && this.#random.chance(0.1) ? { vcpu: 7 } : { composeYaml: `services:\n  web:\n    image: nginx:1.${this.#seed}\n` }
    // From a seed of its own, so that the other schedules stay what they were.
    this.#isWhole = seededRandom(this.#seed + 1_000_000).chance(0.3)
    if (this.#isWhole) this.#edits = { composeYaml: `services:\n  web:\n    image: nginx:1.${this.#seed}\n`, ...appComposeEdits }
    this.#preparesOnly = this.#random.chance(0.25) && !this.#isWhole
    if (this.#isWhole) this.note('the manifest is sent whole')
    this.#before = new Set((await api.fetchOperations(this.#cvm.id, { limit: 20 })).items.map(({ correlationId }) => correlationId))
    this.#disturbances = Array.from({ length: this.#random.between(1, 7) }, () => this.#draw())
    this.#open(0)
    const startedAt = Date.now()
    try {
      while (!this.#isOver()) {
        this.#looks += 1
        if (this.#looks === calmAfterLooks) await this.#calm()
        if (!this.#isCalm) await this.#disturb()
        if (this.#prompts.length > 0 && (this.#isCalm || this.#random.chance(0.1))) await this.#answerPrompts()
        // A key that is asked for is entered.
        if (signedOut.snapshot() && this.#random.chance(0.1)) signedOut.end()
        for (const tab of this.#tabs) if (tab?.isOpen) await this.#act(tab)
        this.#finish()
        await systemClock.wait(lookMs)
        if (Date.now() - startedAt > mostMs) {
          this.violations.push(`stuck: nothing that is offered leads on. ${this.#standing()}`)
          break
        }
      }
      await this.#check()
    } finally {
      for (const tab of this.#tabs) if (tab?.isOpen) this.#close(tab)
      for (const prompt of this.#prompts) prompt.reject()
      await vi.waitUntil(() => inFlight === 0, { timeout: 10_000 })
    }
  }

  /** "The hash is registered. A request may still be open in your wallet: reject it." */
  async #answerPrompts() {
    const isRegistered = this.#tabs.some((tab) => tab?.isOpen && pastRegistration.has(tab.driver.handle().state.step))
    const [prompt, ...others] = this.#prompts.splice(0)
    if (isRegistered) prompt!.reject()
    else await prompt!.approve()
    for (const other of others) other.reject()
  }

  async #calm() {
    this.#isCalm = true
    // A wallet sends its own transactions again when the node has forgotten them.
    await Promise.all(this.#otherTransactions.splice(0).map((raw) => askNode('eth_sendRawTransaction', [raw])))
    this.note('-- calm')
    await control('DELETE', 'faults')
    await control('POST', 'chain', { automine: true })
  }

  async #check() {
    await this.#calm()
    const say = (text: string) => void this.violations.push(text)
    const [end] = this.#tabs.filter((tab) => tab?.isOpen && ['done', 'failed'].includes(tab.driver.handle().state.step))
    const state = end?.driver.handle().state
    const operations = (await api.fetchOperations(this.#cvm.id, { limit: 20 })).items.filter(
      ({ correlationId }) => !this.#before.has(correlationId),
    )
    if (operations.length > this.#applied + repeated) say(`${operations.length} updates ran after ${this.#applied} requests of the person`)
    const { requests } = await control<ControlledCvm>('GET', `cvms/${this.#cvm.id}`)
    const confirmed = requests.filter(({ headers }) => 'x-transaction-hash' in headers).map(({ headers }) => headers['x-transaction-hash']!)
    const putToUse = requests.filter(({ method, path }) => method === 'PATCH' && path.endsWith('/compose_file'))
    const wasConfirmed = confirmed.length > 0 || (this.#isWhole && this.#reached.has('confirming'))
    // Where nothing had to be confirmed, Review has warned of the device; whoever finishes elsewhere is asked there.
    const wasForThePerson = this.#goesOnWithoutDevice || this.#tokens.size > 0 || !wasConfirmed
    const mayFail = this.#wasReorganised || (wasForThePerson && state?.step === 'failed' && /Device/.test(state.reason))
    if (state?.step === 'failed' && !mayFail) say(`failed: ${state.reason}`)
    if (state?.step === 'done') {
      for (const { field, matches } of state.outcomes) if (matches !== true) say(`done without ${field}`)
      const known = [...this.#sent.map(({ hash }) => hash as string), ...this.#elsewhere]
      if (state.transactionHash && !known.includes(state.transactionHash)) say(`a transaction that nobody sent: ${state.transactionHash}`)
    }
    for (const { headers } of requests) {
      const hash = headers['x-compose-hash']
      if (hash !== undefined && this.#lies.has(hash)) say(`confirmed a hash that is not what the edits lead to: ${hash}`)
    }
    for (const { body } of putToUse) {
      const { compose_hash: hash } = body as { compose_hash: string }
      if (this.#lies.has(hash.replace(/^0x/, ''))) say(`put a manifest to use that is not what the edits lead to: ${hash}`)
    }
    if (this.#isWhole && requests.some(({ method, path }) => method === 'PATCH' && !path.endsWith('/compose_file')))
      say('an edit that only a whole manifest can carry was sent as a patch')
    if (this.#sent.some(({ composeHash }) => this.#lies.has(composeHash))) say('a lie was signed')
    for (const hash of confirmed) {
      if (![...this.#sent.map((one) => one.hash as string), ...this.#elsewhere].includes(hash))
        say(`confirmed with a foreign transaction ${hash}`)
    }
    // The same call with the same nonce and fee has the same hash, also after a reorganisation.
    const mined = new Set<Hex>()
    // oxlint-disable-next-line no-await-in-loop -- few
    for (const sent of this.#sent) if ((await this.#fate(sent)) === 'mined') mined.add(sent.hash)
    if (mined.size > 1) say(`${mined.size} transactions were mined for one hash`)
    for (const { store } of this.#tabs.filter(Boolean)) {
      const stored = store.keys('').map((key) => store.read(key))
      if ([...this.#tokens].some((token) => stored.join().includes(token))) say('a commit token was stored')
    }
    if (end) {
      const left = journalRecords(end.store, testScope(sandbox.worldId()))
        .list()
        .filter(({ value }) => value.endedAt === undefined)
      if (left.length > 0) say('the record says that it is still unfinished')
    }
  }
}

describe('whatever goes wrong, in whatever order', () => {
  afterEach(() => void (inFlight = 0))

  test.each(seeds)('nothing is paid twice, lost or stuck: seed %i', { timeout: mostMs + 30_000 }, async (seed) => {
    const schedule = new Schedule(seed)
    await schedule.run().catch((error: unknown) => schedule.violations.push(String(error)))
    expect(schedule.violations, `FAULT_SEED=${seed} replays this:\n${schedule.log.join('\n')}`).toEqual([])
  })
})
