import { accountNonces } from '@/chain/account-nonces.ts'
import { isComposeHashAllowed } from '@/chain/app-contract.ts'
import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'
import { findRegistration, verifyRegistration } from '@/chain/registration.ts'
import { transactionStatus } from '@/chain/transaction-status.ts'
import { type Hex, toBytes32 } from '@/domain/identifiers.ts'
import type { ChainReads } from './update-world.ts'

/** A search through the logs of a long chain takes many requests, so after one that found nothing the next looks are without it. */
const looksBetweenSearches = 10

/**
 * What the engine asks a chain. This module and viem with it are loaded only for CVMs that a contract governs.
 * `baseUrl` is the page's own origin unless a test says otherwise. Every function rejects when the chain cannot be asked.
 */
export function chainReads(facts: ChainFacts, options: { baseUrl?: string } = {}): ChainReads {
  const client = chainClient(facts, options)
  const looksSinceSearch = new Map<Hex, number>()

  return {
    async registration(ticket, candidate, since) {
      const composeHash = toBytes32(ticket.composeHash)
      const { appContract } = ticket
      if (candidate) {
        const { receipt, eventFromAppContract, mappingAllowed } = await verifyRegistration(client, {
          transactionHash: candidate,
          appContract,
          composeHash,
        })
        if (!mappingAllowed) return { allowed: false, proof: null }
        if (receipt === 'success' && eventFromAppContract) return { allowed: true, proof: candidate }
      } else if (!(await isComposeHashAllowed(client, { appContract, composeHash }))) {
        return { allowed: false, proof: null }
      }
      const looks = looksSinceSearch.get(composeHash)
      looksSinceSearch.set(composeHash, (looks ?? 0) + 1)
      if (looks !== undefined && looks % looksBetweenSearches !== 0) return { allowed: true, proof: null }
      const sent = since === undefined ? null : await findRegistration(client, { appContract, composeHash, fromBlock: BigInt(since) })
      // Not ours: then it was allowed by someone else, perhaps before.
      const found = sent ?? (await findRegistration(client, { appContract, composeHash }))
      return { allowed: true, proof: found?.transactionHash ?? null }
    },
    transactionStatus: (tx) => transactionStatus(client, tx),
    nonces: (account) => accountNonces(client, account),
  }
}
