import { queryOptions } from '@tanstack/react-query'
import type { Bytes32, ComposeHash, Hex, TransactionHash } from '@/domain/identifiers.ts'
import type { AppContractQuestion } from './app-contract.ts'
import type { WalletCall, WalletRequest } from './call-register.ts'
import type { ChainFacts } from './chain-client.ts'

interface CallBy {
  appContract: Hex
  /** In whose name the call is tried out; `null` while that is not known. */
  account: Hex | null
}

/**
 * Everything that screens read from a chain. Each key begins with chain and contract, so that one refresh reaches all that is known of a
 * contract. Without a chain, or without what the question needs, nothing is asked. viem is loaded with the first question.
 */
export const chainQueries = {
  contract: (chainId: number | undefined, appContract: Hex | null | undefined) =>
    ['chain', chainId ?? null, appContract?.toLowerCase() ?? null] as const,

  /** Owner, lists and rules of an app contract. */
  facts: (chain: ChainFacts | null, question: AppContractQuestion | null) =>
    queryOptions({
      queryKey: [
        ...chainQueries.contract(chain?.id, question?.appContract),
        'facts',
        question?.composeHash ?? null,
        question?.deviceId ?? null,
        question?.otherDeviceIds ?? null,
      ],
      enabled: chain !== null && question !== null,
      queryFn: async () => (await import('./read-contract.ts')).readContractFacts(chain!, question!), // enabled requires both
      retry: 1,
    }),

  /** Whether a hash is on the contract's list right now. */
  hashAllowed: (chain: ChainFacts | null, appContract: Hex | null, composeHash: ComposeHash | null) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain?.id, appContract), 'hash-allowed', composeHash],
      enabled: chain !== null && appContract !== null && composeHash !== null,
      queryFn: async () => (await import('./read-contract.ts')).readHashAllowed(chain!, appContract!, composeHash!), // enabled requires all three
      retry: 1,
    }),

  /** The transaction in which the contract announced a hash; `null` when it cannot be found. */
  registration: (chain: ChainFacts, call: { appContract: Hex; composeHash: Bytes32 }) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain.id, call.appContract), 'registration', call.composeHash],
      queryFn: async () => (await signingReads()).readRegistration(chain, call),
      retry: 2,
    }),

  /** What the receipt says about a registration; the transaction is searched for where this browser does not know it. */
  trace: (
    chain: ChainFacts | null,
    call: { appContract: Hex; composeHash: ComposeHash } | null,
    knownTransaction: TransactionHash | null,
  ) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain?.id, call?.appContract), 'trace', call?.composeHash ?? null, knownTransaction],
      enabled: chain !== null && call !== null,
      queryFn: async () => (await signingReads()).readTrace(chain!, { ...call!, knownTransaction }), // enabled requires both
      retry: 2,
      staleTime: Infinity,
    }),

  /** Whether `addComposeHash` would go through, and what it may cost. */
  hashSimulation: (chain: ChainFacts, { appContract, account, composeHash }: CallBy & { composeHash: Bytes32 }) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain.id, appContract), 'hash-simulation', composeHash, account],
      enabled: account !== null,
      queryFn: async () => (await signingReads()).tryHash(chain, { appContract, composeHash, account: account! }), // enabled requires it
      retry: false,
    }),

  /** Whether `addDevice` would go through, and what it may cost. */
  deviceSimulation: (chain: ChainFacts, { appContract, account, deviceId }: CallBy & { deviceId: Bytes32 | null }) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain.id, appContract), 'device-simulation', deviceId, account],
      enabled: account !== null && deviceId !== null,
      queryFn: async () => (await signingReads()).tryDevice(chain, { appContract, deviceId: deviceId!, account: account! }), // enabled requires both
      retry: false,
    }),

  /** What became of requests to a wallet for one call, as far as the chain can tell, by the time at which they were made. */
  requests: (chain: ChainFacts | null, call: WalletCall, requests: readonly WalletRequest[]) =>
    queryOptions({
      queryKey: [
        ...chainQueries.contract(call.chainId, call.appContract),
        'requests',
        call.method,
        call.argument,
        requests.map(({ startedAt, transactionHash }) => [startedAt, transactionHash ?? null]),
      ],
      enabled: chain !== null && requests.length > 0,
      queryFn: async () => (await signingReads()).readRequests(chain!, call, requests), // enabled requires it
      retry: false,
      gcTime: 0,
    }),

  /** What an account holds, and what a call to the contract may cost at most. */
  funds: (chain: ChainFacts, { appContract, account }: CallBy) =>
    queryOptions({
      queryKey: [...chainQueries.contract(chain.id, appContract), 'funds', account],
      enabled: account !== null,
      queryFn: async () => (await signingReads()).readFunds(chain, account!), // enabled requires it
    }),
}

const signingReads = () => import('./signing-reads.ts')
