import * as z from 'zod/mini'
import { type Bytes32, type Hex, parseAppId, type TransactionHash } from '@/domain/identifiers.ts'
import { parseTransactionHash } from './transaction/transaction-hash.ts'
import type { TextStore } from '@/lib/storage.ts'
import type { OwnerMethod } from './owner-methods.ts'

/** A call to an app contract that its owner is asked for. */
export interface WalletCall {
  chainId: number
  appContract: Hex
  method: OwnerMethod
  /** The hash or the device. */
  argument: Bytes32
}

/** One request to a wallet to make a call, and where the chain stood when it was made. */
export interface WalletRequest {
  from: Hex
  /** The account's next nonce then. */
  nonce: number
  /** Decimal text: blocks before this one cannot hold the transaction. */
  fromBlock: string
  /** ISO time; tells the requests of one call apart. */
  startedAt: string
  /** What the wallet answered with; missing while it has not answered, or while its answer did not reach this console. */
  transactionHash?: TransactionHash
}

/**
 * What this browser's wallets were asked for and may still do: every request from before it is made until it was answered with no or
 * proved useless. It is shared by all tabs and pages of this console, whoever is signed in, and outlives sign-out, since that is how a
 * second payment for the same call is seen. It holds what anybody may know: chain, contract, call, account and nonce.
 */
export interface CallRegister {
  /** Oldest first; the same array until something changes. */
  requests: (call: WalletCall) => readonly WalletRequest[]
  /** To be called before the wallet is asked. From then on this tab waits for the answer. */
  open: (call: WalletCall, request: WalletRequest) => void
  /** The wallet answered with a transaction, or one was found to be this request's. */
  sent: (call: WalletCall, request: WalletRequest, transactionHash: TransactionHash) => void
  /** Answered with no, mined, or impossible by now. */
  close: (call: WalletCall, request: WalletRequest) => void
  /** The answer came, whatever it was. */
  heard: (request: WalletRequest) => void
  /** This tab will hear the answer. After a reload, and for requests of other tabs, only the chain tells. */
  isAwaited: (request: WalletRequest) => boolean
  subscribe: (listener: () => void) => () => void
}

const prefix = 'cvm-console/wallet-requests'
const version = 1
/** A call that nobody looks at any more; long past the 14 days that an update is kept. */
const oldestMs = 60 * 24 * 3600 * 1000

const address = z.pipe(
  z.string().check(z.refine((text) => text.startsWith('0x') && parseAppId(text) !== null)),
  z.transform((text) => text as Hex),
)
const transactionHash = z.pipe(
  z.string().check(z.refine((text) => text.startsWith('0x') && parseTransactionHash(text) !== null)),
  z.transform((text) => parseTransactionHash(text)!), // as just checked
)
const recordSchema = z.object({
  version: z.literal(version),
  requests: z.array(
    z.object({
      from: address,
      nonce: z.int().check(z.minimum(0)),
      fromBlock: z.string().check(z.regex(/^\d+$/)),
      startedAt: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
      transactionHash: z.optional(transactionHash),
    }),
  ),
})

const none: readonly WalletRequest[] = []

/** The requests whose answers this tab will hear, by the time at which they were made; they end with the page. */
const awaited = new Set<string>()

/** The register of one upstream, and of one world of a sandbox: in another world neither contracts nor transactions are the same. */
export function callRegister(store: TextStore, { upstream, worldId }: { upstream: string; worldId: string | null }): CallRegister {
  const ofUpstream = `${prefix}/${encodeURIComponent(upstream)}/`.toLowerCase()
  const own = `${ofUpstream}${encodeURIComponent(worldId ?? '')}/`.toLowerCase()
  const keyOf = ({ chainId, appContract, method, argument }: WalletCall) =>
    own + `${chainId}:${appContract}:${method}:${argument}`.toLowerCase()
  const lastRead = new Map<string, { text: string | null; requests: readonly WalletRequest[] }>()

  function read(key: string): readonly WalletRequest[] {
    const text = store.read(key)
    const before = lastRead.get(key)
    if (before?.text === text) return before.requests
    const requests = parse(text)
    lastRead.set(key, { text, requests })
    return requests
  }

  function write(call: WalletCall, change: (requests: readonly WalletRequest[]) => WalletRequest[]) {
    const key = keyOf(call)
    const requests = change(read(key))
    if (requests.length > 0) store.write(key, JSON.stringify({ version, requests }))
    else if (store.read(key) !== null) store.remove(key)
  }

  return {
    requests: (call) => read(keyOf(call)),
    open(call, request) {
      forgetOld(store, { ofUpstream, own, now: Date.parse(request.startedAt) })
      awaited.add(request.startedAt)
      write(call, (requests) => [...requests, request])
    },
    sent: (call, { startedAt }, transactionHash) =>
      write(call, (requests) => requests.map((request) => (request.startedAt === startedAt ? { ...request, transactionHash } : request))),
    close: (call, { startedAt }) => write(call, (requests) => requests.filter((request) => request.startedAt !== startedAt)),
    heard: ({ startedAt }) => void awaited.delete(startedAt),
    isAwaited: ({ startedAt }) => awaited.has(startedAt),
    subscribe: (listener) => store.subscribe((key) => key.startsWith(own) && listener()),
  }
}

/** What a person or another version of this console left there is no record of ours. */
function parse(text: string | null): readonly WalletRequest[] {
  if (text === null) return none
  try {
    const parsed = z.safeParse(recordSchema, JSON.parse(text))
    if (!parsed.success) return none
    return parsed.data.requests.map(({ transactionHash, ...request }) => ({ ...request, ...(transactionHash ? { transactionHash } : {}) }))
  } catch {
    return none
  }
}

/** Other worlds of this upstream are gone, and what is this old is nothing that anybody would still confirm. */
function forgetOld(store: TextStore, { ofUpstream, own, now }: { ofUpstream: string; own: string; now: number }) {
  for (const key of store.keys(ofUpstream)) {
    const newest = parse(store.read(key)).at(-1)
    if (!key.startsWith(own) || !newest || now - Date.parse(newest.startedAt) > oldestMs) store.remove(key)
  }
}
