import { getBalance, getGasPrice } from 'viem/actions'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { simulateAddDevice, type SimulatedDevice } from './allow-device.ts'
import type { WalletCall, WalletRequest } from './call-register.ts'
import { type ChainFacts, chainClient } from './chain-client.ts'
import { readRegistrationTrace, type RegistrationTrace, type TracedCall } from './logs/registration-trace.ts'
import { type Finding, lookForRequest } from './look-for-request.ts'
import type { FoundRegistration } from './logs/log-search.ts'
import { findRegistration, simulateRegistration, type SimulatedRegistration } from './registration.ts'

/*
 * What is asked of a chain before, around and after a signature. One module, so that the parts of viem behind it travel in few pieces. Unless said otherwise
 * these reject when the chain cannot be asked.
 */

/** A first registration takes about 55,000 gas; a node will not estimate it for an account that cannot pay. */
const usualGas = 60_000n
/** Wallets offer more than the price of the moment. */
const headroomPercent = 120n

export interface Funds {
  balanceWei: bigint
  neededWei: bigint
}

/** What an account holds, and what a call to an app contract may cost at most. */
export async function readFunds(chain: ChainFacts, address: Hex): Promise<Funds> {
  const client = chainClient(chain)
  const [balanceWei, gasPrice] = await Promise.all([getBalance(client, { address }), getGasPrice(client)])
  return { balanceWei, neededWei: (usualGas * gasPrice * headroomPercent) / 100n }
}

/** Whether `addComposeHash` would go through. Never rejects: a chain that cannot be asked is a reason like the others. */
export const tryHash = (
  chain: ChainFacts,
  call: { appContract: Hex; composeHash: Bytes32; account: Hex },
): Promise<SimulatedRegistration> => simulateRegistration(chainClient(chain), call)

/** Whether `addDevice` would go through. Never rejects either. */
export const tryDevice = (chain: ChainFacts, call: { appContract: Hex; deviceId: Bytes32; account: Hex }): Promise<SimulatedDevice> =>
  simulateAddDevice(chainClient(chain), call)

/** The transaction in which the contract announced a hash. */
export const readRegistration = (chain: ChainFacts, call: { appContract: Hex; composeHash: Bytes32 }): Promise<FoundRegistration | null> =>
  findRegistration(chainClient(chain), call).then(({ found }) => found)

/** What the receipt says about a registration. */
export const readTrace = (chain: ChainFacts, call: TracedCall): Promise<RegistrationTrace | null> => readRegistrationTrace(chain, call)

/** What became of requests to a wallet, by the time at which they were made. */
export async function readRequests(
  chain: ChainFacts,
  call: WalletCall,
  requests: readonly WalletRequest[],
): Promise<Record<string, Finding>> {
  const client = chainClient(chain)
  const found = await Promise.all(
    requests.map(async (request) => [request.startedAt, await lookForRequest(client, call, request)] as const),
  )
  return Object.fromEntries(found)
}
