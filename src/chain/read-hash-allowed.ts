import { type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { isComposeHashAllowed } from './app-contract.ts'
import { type ChainFacts, chainClient } from './chain-client.ts'

/** Asks the app contract. Imported only where it is shown, since it brings viem along. */
export const readHashAllowed = (chain: ChainFacts, appContract: Hex, composeHash: string): Promise<boolean> =>
  isComposeHashAllowed(chainClient(chain), { appContract, composeHash: toBytes32(composeHash) })
