import { accountNonces } from '@/chain/account-nonces.ts'
import { isComposeHashAllowed, isDeviceRefused, isNoContract } from '@/chain/app-contract.ts'
import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'
import type { LogSearch } from '@/chain/logs/log-search.ts'
import { findRegistration, isDeepEnough, verifyRegistration } from '@/chain/registration.ts'
import { transactionStatus } from '@/chain/transaction-status.ts'
import { type Hex, parseHash32, toBytes32 } from '@/domain/identifiers.ts'
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

const withoutProof = ({ fruitless, searchedBackTo }: Search): Registration => ({
  allowed: true,
  proof: null,
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
  const searches = new Map<Hex, Search>()

  async function provenBy(transactionHash: Hex, blockNumber: bigint): Promise<Registration> {
    if (await isDeepEnough(client, blockNumber)) return { allowed: true, proof: transactionHash }
    return { allowed: true, proof: null, isSettling: true }
  }

  /** From the block on in which the wallet was asked; not there, it was allowed by someone else, perhaps before. */
  async function findProof(question: { appContract: Hex; composeHash: Hex }, since: string | undefined): Promise<LogSearch> {
    if (since === undefined) return findRegistration(client, question)
    const sent = await findRegistration(client, { ...question, fromBlock: BigInt(since) })
    return sent.found || sent.searchedBackTo !== null ? sent : findRegistration(client, { ...question, toBlock: BigInt(since) - 1n })
  }

  const readDevice: ChainReads['device'] = async ({ appContract, deviceId }) => {
    const device = parseHash32(deviceId)
    if (device === null) return 'ungated'
    return (await isDeviceRefused(client, { appContract, deviceId: toBytes32(device) })) ? 'refused' : 'allowed'
  }

  const registration: ChainReads['registration'] = async (ticket, candidate, since) => {
    const { appContract } = ticket
    const composeHash = toBytes32(ticket.composeHash)
    if (candidate) {
      // In one go, since the next step needs both.
      const [{ receipt, blockNumber, eventFromAppContract, mappingAllowed }, device] = await Promise.all([
        verifyRegistration(client, { transactionHash: candidate, appContract, composeHash }),
        readDevice(ticket).catch((): DeviceStatus => 'unread'),
      ])
      if (!mappingAllowed) {
        const isContradicted = receipt === 'success' && eventFromAppContract
        return { allowed: false, proof: null, ...(isContradicted ? { isContradicted } : {}) }
      }
      if (receipt === 'success' && eventFromAppContract && blockNumber !== null) {
        return { ...(await provenBy(candidate, blockNumber)), device }
      }
    } else if (!(await isComposeHashAllowed(client, { appContract, composeHash }))) {
      return { allowed: false, proof: null }
    }
    const before = searches.get(composeHash) ?? { fruitless: 0, looksSince: 0, searchedBackTo: null }
    if (before.fruitless >= searchesUntilSaid && before.looksSince + 1 < looksBetweenSearches) {
      searches.set(composeHash, { ...before, looksSince: before.looksSince + 1 })
      return withoutProof(before)
    }
    const { found, searchedBackTo } = await findProof({ appContract, composeHash }, since)
    if (!found) {
      const now = { fruitless: before.fruitless + 1, looksSince: 0, searchedBackTo }
      searches.set(composeHash, now)
      return withoutProof(now)
    }
    searches.delete(composeHash)
    return provenBy(found.transactionHash, found.blockNumber)
  }

  return {
    registration: (ticket, candidate, since) =>
      registration(ticket, candidate, since).catch((error: unknown) => {
        throw isNoContract(error) ? new NoSuchContract(ticket.appContract, { cause: error }) : error
      }),
    device: readDevice,
    transactionStatus: (tx) => transactionStatus(client, tx),
    nonces: (account) => accountNonces(client, account),
  }
}
