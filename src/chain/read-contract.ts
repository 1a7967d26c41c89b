import { type ComposeHash, type Hex, toBytes32 } from '@/domain/identifiers.ts'
import { type AppContractFacts, type AppContractQuestion, isComposeHashAllowed, readAppContract } from './app-contract.ts'
import { type ChainFacts, chainClient } from './chain-client.ts'

/** Owner, lists and rules of an app contract. Imported only where they are shown, since it brings viem along. */
export const readContractFacts = (chain: ChainFacts, question: AppContractQuestion): Promise<AppContractFacts> =>
  readAppContract(chainClient(chain), question)

/** Whether the contract has this hash on its list. */
export const readHashAllowed = (chain: ChainFacts, appContract: Hex, composeHash: ComposeHash): Promise<boolean> =>
  isComposeHashAllowed(chainClient(chain), { appContract, composeHash: toBytes32(composeHash) })
