import type { AppContractFacts } from '@/chain/app-contract.ts'
import type { SimulatedRegistration } from '@/chain/registration.ts'
import { appContractOf, sameAddress, type Hex } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'

/** What is known at this moment. `null` stands for "not read yet". */
export interface PreflightFacts {
  /**
   * The change that came along with the request leads to another hash than the one to sign for: then somebody lies, and nothing is signed
   * whatever the chain says. `null` while it is being read; left out where nothing came along.
   */
  isContradicted?: boolean | null
  ticket: Pick<Ticket, 'appId' | 'appContract' | 'kmsContract' | 'chainId'>
  /** The gateway offers reads for the ticket's chain. */
  isChainOffered: boolean
  /** The last reading of the chain failed. */
  isChainUnreachable: boolean
  contract: AppContractFacts | null
  /** Of `addComposeHash` in the name of the owner. */
  simulation: SimulatedRegistration | null
  wallet: { account: Hex | null; chainId: number | null }
  /** A hash that is allowed needs no signature, unless the transaction that allowed it cannot be found. */
  allowingTransaction: 'looking' | 'not-found'
}

/** Why the wallet is not asked, in the order in which the checks are made. */
export type PreflightReason =
  | 'chain-not-offered'
  | 'not-the-app-contract'
  | 'kms-contract'
  | 'contradicted'
  | 'checking'
  | 'chain-unreachable'
  | 'no-contract'
  | 'not-an-app-contract'
  | 'nobody-owns'
  | 'owner-is-contract'
  | 'already-allowed'
  | 'not-connected'
  /** Found when the wallet itself is asked: it is connected and names no account. */
  | 'locked'
  /** A request for this very call may be open in the wallet already. */
  | 'request-open'
  | 'wrong-account'
  | 'wrong-chain'
  | 'insufficient-funds'
  | 'not-owner'
  | 'reverted'

export type Preflight = { canSign: true } | { canSign: false; reason: PreflightReason }

const blocked = (reason: PreflightReason): Preflight => ({ canSign: false, reason })

/** Whether the wallet may be asked to sign. Everything that could make the transaction useless or wrong is found before the wallet opens. */
export function preflight(facts: PreflightFacts): Preflight {
  const { ticket, contract, simulation, wallet } = facts

  if (!facts.isChainOffered) return blocked('chain-not-offered')
  if (ticket.kmsContract !== null && sameAddress(ticket.appContract, ticket.kmsContract)) return blocked('kms-contract')
  if (!sameAddress(ticket.appContract, appContractOf(ticket.appId))) return blocked('not-the-app-contract')
  if (facts.isContradicted) return blocked('contradicted')
  if (facts.isContradicted === null) return blocked('checking')
  if (facts.isChainUnreachable) return blocked('chain-unreachable')
  if (contract === null) return blocked('checking')
  if (!contract.hasCode) return blocked('no-contract')
  if (contract.owner === null || contract.composeHashAllowed === null) return blocked('not-an-app-contract')

  // Allowed already: who owns the contract no longer matters, unless the server wants to be told of a transaction.
  if (contract.composeHashAllowed && facts.allowingTransaction === 'looking') return blocked('already-allowed')

  const { owner } = contract
  if (owner.kind === 'nobody') return blocked('nobody-owns')
  if (owner.kind === 'safe' || owner.kind === 'contract') return blocked('owner-is-contract')

  if (wallet.account === null) return blocked('not-connected')
  if (!sameAddress(wallet.account, owner.address)) return blocked('wrong-account')
  if (wallet.chainId !== ticket.chainId) return blocked('wrong-chain')

  if (simulation === null) return blocked('checking')
  if (!simulation.ok) return blocked(simulation.reason === 'unreachable' ? 'chain-unreachable' : simulation.reason)
  return { canSign: true }
}
