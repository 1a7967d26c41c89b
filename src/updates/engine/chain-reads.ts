import { accountNonces } from '@/chain/account-nonces.ts'
import { isComposeHashAllowed, isDeviceRefused, isNoContract } from '@/chain/app-contract.ts'
import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'
import { findRegistration, isDeepEnough, verifyRegistration } from '@/chain/registration.ts'
import { transactionStatus } from '@/chain/transaction-status.ts'
import { type Hex, parseHash32, toBytes32 } from '@/domain/identifiers.ts'
import { NoSuchContract } from '@/chain/chain-errors.ts'
import type { DeviceStatus } from './update-machine.ts'
import type { ChainReads, Registration } from './update-world.ts'

/** A search through the logs of a long chain takes many requests, so after one that found nothing the next looks are without it. */
const looksBetweenSearches = 10

/**
 * What the engine asks a chain. This module and viem with it are loaded only for CVMs that a contract governs.
 * `baseUrl` is the page's own origin unless a test says otherwise. Every function rejects when the chain cannot be asked.
 */
export function chainReads(facts: ChainFacts, options: { baseUrl?: string } = {}): ChainReads {
  const client = chainClient(facts, options)
  const looksSinceSearch = new Map<Hex, number>()

  async function provenBy(transactionHash: Hex, blockNumber: bigint): Promise<Registration> {
    if (await isDeepEnough(client, blockNumber)) return { allowed: true, proof: transactionHash }
    return { allowed: true, proof: null, isSettling: true }
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
    const looks = looksSinceSearch.get(composeHash)
    looksSinceSearch.set(composeHash, (looks ?? 0) + 1)
    if (looks !== undefined && looks % looksBetweenSearches !== 0) return { allowed: true, proof: null }
    const sent = since === undefined ? null : await findRegistration(client, { appContract, composeHash, fromBlock: BigInt(since) })
    // Not ours: then it was allowed by someone else, perhaps before.
    const { found, searchedBackTo } = sent?.found ? sent : await findRegistration(client, { appContract, composeHash })
    // Whoever was just allowed may be on the list a moment before the node finds the event: nothing is said of it before a second search.
    if (!found && looks === undefined) {
      looksSinceSearch.set(composeHash, 0)
      return { allowed: true, proof: null, isSettling: true }
    }
    if (!found) return { allowed: true, proof: null, ...(searchedBackTo === null ? {} : { searchedBackTo: String(searchedBackTo) }) }
    const proven = await provenBy(found.transactionHash, found.blockNumber)
    if (proven.isSettling) looksSinceSearch.delete(composeHash) // it is there: the next look finds it again
    return proven
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
