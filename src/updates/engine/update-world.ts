import type * as composeFile from '@/api/manifest/compose-file.ts'
import type * as cvms from '@/api/cvms.ts'
import type * as revisions from '@/api/revisions.ts'
import type { ServerClock } from '@/api/session/server-clock.ts'
import type { TransactionStatus } from '@/chain/transaction/transaction-status.ts'
import type { Hex, TransactionHash } from '@/domain/identifiers.ts'
import type { Clock } from '@/lib/clock.ts'
import type { TextStore } from '@/lib/storage.ts'
import type { RecordScope } from '@/runs/records.ts'
import type { EnvironmentMemory } from '@/updates/environment/environment-memory.ts'
import type { DeviceStatus, Ticket, SentTransaction } from './update-machine.ts'

/** Everything that the engine touches outside itself. Tests hand in the same API and chain functions with another clock and pace. */
export interface UpdateWorld {
  scope: RecordScope
  api: Pick<
    typeof cvms,
    | 'updateCvm'
    | 'confirmUpdate'
    | 'redeployRevision'
    | 'confirmRedeploy'
    | 'fetchOperations'
    | 'fetchCvm'
    | 'fetchAppCompose'
    | 'fetchRawAppCompose'
    | 'fetchUserConfig'
  > &
    Pick<typeof revisions, 'fetchRevision'> &
    Pick<typeof composeFile, 'provisionComposeFile' | 'commitComposeFile'>
  /** Rejects for a chain that the console has no connection to. */
  chain: (chainId: number) => Promise<ChainReads>
  store: TextStore
  clock: Clock
  serverClock: Pick<ServerClock, 'toServer'>
  /** `null` in insecure contexts, where tabs cannot agree on one driver. */
  locks: LockManager | null
  pace: Pace
  /** Entered values, which are forgotten once the server has them. */
  environment: Pick<EnvironmentMemory, 'forget'>
  /** Resolves when the API has a key that it accepts; at once where none is missing. */
  untilKeyAccepted: () => Promise<void>
}

/** Every function rejects when the chain cannot be asked. */
export interface ChainReads {
  /**
   * Whether the app contract allows the hash, and by which transaction: its receipt succeeded and holds the app contract's event for this
   * hash. `transactionHash` is looked at first, then the logs; `since` is the block at which the wallet was asked, where that is known.
   */
  registration: (ticket: Ticket, transactionHash: TransactionHash | null, since?: string) => Promise<Registration>
  /** Whether the contract lets the CVM's device start. */
  device: (ticket: Ticket) => Promise<Exclude<DeviceStatus, 'unread'>>
  transactionStatus: (sent: SentTransaction) => Promise<TransactionStatus>
  nonces: (account: Hex) => Promise<{ mined: number; withPending: number }>
}

export interface Registration {
  allowed: boolean
  /** The transaction that allowed the hash; `null` where none is known, or none that counts yet. */
  transactionHash: TransactionHash | null
  /** The transaction is known, and too fresh to count on a chain whose newest block may be replaced. */
  isSettling?: true
  /** The list holds the hash, and the first search found no transaction: a node may show an event a moment later, so a second one decides. */
  isSearchPending?: true
  /** No transaction was found, and the search through the logs ended early: the oldest block that it looked at. */
  searchedBackTo?: string
  /** The receipt of the transaction that was asked about holds the event, and the contract does not list the hash (any more, or as far as this node knows). */
  isContradicted?: true
  /** Read where a transaction was asked about. */
  device?: DeviceStatus
}

/** The contract allows the hash, and a moment will tell by which transaction: nothing is concluded from it yet. */
export const isUndecided = ({ isSettling, isSearchPending }: Registration) => isSettling === true || isSearchPending === true

export interface Pace {
  chainMs: number
  operationsMs: number
  /** How often the operations are asked for something that may have been started elsewhere. */
  feedMs: number
  /** Looks at the operations after an answer was lost, before the person is told that it is unknown. */
  looksAfterLostAnswer: number
  /** Waits between confirmations while the server does not see the registration yet; about two minutes in all. */
  confirmMs: number[]
  busyMs: number
  /** Looks that must agree before a transaction counts as forgotten, or before reads that contradict each other are believed. */
  looksUntilDropped: number
  looksUntilBelieved: number
  /** How long receipt and contract contradict each other, over a reload too, before that is believed: nodes may disagree for a minute. */
  contradictionMs: number
  /** Longest wait for one fact while recovering after a reload. */
  factMs: number
}

export const usualPace: Pace = {
  chainMs: 2_000,
  operationsMs: 2_500,
  feedMs: 10_000,
  looksAfterLostAnswer: 8,
  confirmMs: [2_000, 3_000, 5_000, 8_000, 12_000, 15_000, 15_000, 15_000, 15_000, 15_000, 15_000],
  busyMs: 5_000,
  looksUntilDropped: 15,
  looksUntilBelieved: 5,
  contradictionMs: 60_000,
  factMs: 8_000,
}
