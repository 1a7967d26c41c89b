import { accountNonces } from '@/chain/account-nonces.ts'
import { isComposeHashAllowed, isDeviceRefused, isNoContract } from '@/chain/app-contract.ts'
import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'
import type { LogSearch } from '@/chain/logs/log-search.ts'
import { findRegistration, isDeepEnough, verifyRegistration } from '@/chain/registration.ts'
import { transactionStatus } from '@/chain/transaction/transaction-status.ts'
import { type Bytes32, type Hex, toBytes32, type TransactionHash } from '@/domain/identifiers.ts'
import { NoSuchContract } from '@/chain/chain-errors.ts'
import type { DeviceStatus } from './update-machine.ts'
import type { ChainReads, Registration } from './update-world.ts'

/** A search through the logs of a long chain takes many requests, so after one that found nothing the next looks are without it. */
const looksBetweenSearches = 10
/** Whoever was just allowed may be on the list a moment before the node finds the event. */
const searchesUntilSaid = 2

/** What is known of a hash that the contract allows and whose transaction was not found. A search that failed says nothing. */
interface Search {
  fruitless: number
  looksSince: number
  /** The oldest block that the last one looked at, where it ended early. */
  searchedBackTo: bigint | null
}

const withoutTransaction = ({ fruitless, searchedBackTo }: Search): Registration => ({
  allowed: true,
  transactionHash: null,
  ...(fruitless < searchesUntilSaid
    ? { isSearchPending: true as const }
    : searchedBackTo === null
      ? {}
      : { searchedBackTo: String(searchedBackTo) }),
})

/**
 * What the engine asks a chain. This module and viem with it are loaded only for CVMs that a contract governs.
 * `baseUrl` is the page's own origin unless a test says otherwise. Every function rejects when the chain cannot be asked.
 */
export function chainReads(facts: ChainFacts, options: { baseUrl?: string } = {}): ChainReads {
  const client = chainClient(facts, options)
  const searches = new Map<Bytes32, Search>()

  async function allowedBy(transactionHash: TransactionHash, blockNumber: bigint): Promise<Registration> {
    if (await isDeepEnough(client, blockNumber)) return { allowed: true, transactionHash }
    return { allowed: true, transactionHash: null, isSettling: true }
  }

  /** From the block on in which the wallet was asked; not there, it was allowed by someone else, perhaps before. */
  async function findTransaction(question: { appContract: Hex; composeHash: Bytes32 }, since: string | undefined): Promise<LogSearch> {
    if (since === undefined) return findRegistration(client, question)
    const sent = await findRegistration(client, { ...question, fromBlock: BigInt(since) })
    return sent.found || sent.searchedBackTo !== null ? sent : findRegistration(client, { ...question, toBlock: BigInt(since) - 1n })
  }

  const readDevice: ChainReads['device'] = async ({ appContract, deviceId }) => {
    if (deviceId === null) return 'ungated'
    return (await isDeviceRefused(client, { appContract, deviceId: toBytes32(deviceId) })) ? 'refused' : 'allowed'
  }

  const registration: ChainReads['registration'] = async (ticket, transactionHash, since) => {
    const { appContract } = ticket
    const composeHash = toBytes32(ticket.composeHash)
    if (transactionHash) {
      // In one go, since the next step needs both.
      const [{ receipt, blockNumber, eventFromAppContract, mappingAllowed }, device] = await Promise.all([
        verifyRegistration(client, { transactionHash, appContract, composeHash }),
        readDevice(ticket).catch((): DeviceStatus => 'unread'),
      ])
      if (!mappingAllowed) {
        const isContradicted = receipt === 'success' && eventFromAppContract
        return { allowed: false, transactionHash: null, ...(isContradicted ? { isContradicted } : {}) }
      }
      if (receipt === 'success' && eventFromAppContract && blockNumber !== null) {
        return { ...(await allowedBy(transactionHash, blockNumber)), device }
      }
    } else if (!(await isComposeHashAllowed(client, { appContract, composeHash }))) {
      return { allowed: false, transactionHash: null }
    }
    const before = searches.get(composeHash) ?? { fruitless: 0, looksSince: 0, searchedBackTo: null }
    if (before.fruitless >= searchesUntilSaid && before.looksSince + 1 < looksBetweenSearches) {
      searches.set(composeHash, { ...before, looksSince: before.looksSince + 1 })
      return withoutTransaction(before)
    }
    const { found, searchedBackTo } = await findTransaction({ appContract, composeHash }, since)
    if (!found) {
      const now = { fruitless: before.fruitless + 1, looksSince: 0, searchedBackTo }
      searches.set(composeHash, now)
      return withoutTransaction(now)
    }
    searches.delete(composeHash)
    return allowedBy(found.transactionHash, found.blockNumber)
  }

  return {
    registration: (ticket, transactionHash, since) =>
      registration(ticket, transactionHash, since).catch((error: unknown) => {
        throw isNoContract(error) ? new NoSuchContract(ticket.appContract, { cause: error }) : error
      }),
    device: readDevice,
    transactionStatus: (sent) => transactionStatus(client, sent),
    nonces: (account) => accountNonces(client, account),
  }
}
