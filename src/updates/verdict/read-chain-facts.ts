import { type AppContractFacts, type AppContractQuestion, readAppContract } from '@/chain/app-contract.ts'
import { type ChainFacts, chainClient } from '@/chain/chain-client.ts'

/** Asks the app contract. Imported only where a page shows what the chain says, since it brings viem along. */
export const readChainFacts = (chain: ChainFacts, question: AppContractQuestion): Promise<AppContractFacts> =>
  readAppContract(chainClient(chain), question)
