import { getAddress } from 'viem'
import { ownerMethods } from '../owner-methods.ts'
import { type OwnerCalls, ownerCalls } from '../safe-batch.ts'

/**
 * The calls as lines for a shell with Foundry's `cast`, one a call, in their order. How it is signed (`--ledger`, `--account`) and over which
 * node is left to whoever runs them: a line that is handed around names no key and no address of a node.
 */
export const castLines = (calls: OwnerCalls): string[] =>
  ownerCalls(calls).map(
    ({ method, argument }) =>
      `cast send ${getAddress(calls.appContract)} "${ownerMethods[method].signature}" ${argument} --chain ${calls.chainId} --rpc-url "$RPC_URL"`,
  )
