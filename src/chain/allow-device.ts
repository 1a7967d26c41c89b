import { BaseError, ContractFunctionRevertedError, encodeFunctionData, InsufficientFundsError } from 'viem'
import { getBalance, getGasPrice, simulateContract } from 'viem/actions'
import type { Bytes32, Hex } from '@/domain/identifiers.ts'
import { appAbi } from './abi.ts'
import type { ChainClient } from './chain-client.ts'
import { isUnread } from './unread.ts'

/** The call data of `addDevice`: what a wallet shows, and what a Safe is given to execute. */
export const encodeAddDevice = (deviceId: Bytes32): Hex => encodeFunctionData({ abi: appAbi, functionName: 'addDevice', args: [deviceId] })

export type SimulatedDevice =
  | { ok: true; feeWei: bigint }
  | { ok: false; reason: 'not-owner' | 'insufficient-funds' | 'reverted' | 'unreachable' }

/** A first `addDevice` takes about 53,000 gas; the price of the moment with a fifth on top is what it may cost at most. */
const gasAtMost = 60_000n
const feeHeadroomPercent = 120n

/** Tries `addDevice` without sending anything. Never rejects: a chain that cannot be asked is a reason like the others. */
export async function simulateAddDevice(
  client: ChainClient,
  call: { appContract: Hex; deviceId: Bytes32; account: Hex },
): Promise<SimulatedDevice> {
  const { appContract: address, deviceId, account } = call
  try {
    const [balance, gasPrice] = await Promise.all([
      getBalance(client, { address: account }),
      getGasPrice(client),
      simulateContract(client, { address, abi: appAbi, functionName: 'addDevice', args: [deviceId], account }),
    ])
    const feeWei = (gasAtMost * gasPrice * feeHeadroomPercent) / 100n
    return balance < feeWei ? { ok: false, reason: 'insufficient-funds' } : { ok: true, feeWei }
  } catch (error) {
    if (!(error instanceof BaseError)) throw error // a mistake of ours, not an answer of the chain
    // Nodes wrap a lack of funds into "reverted", so it is looked for first.
    if (error.walk((inner) => inner instanceof InsufficientFundsError)) return { ok: false, reason: 'insufficient-funds' }
    const reverted = error.walk((inner) => inner instanceof ContractFunctionRevertedError)
    if (isUnread(error) || !(reverted instanceof ContractFunctionRevertedError)) return { ok: false, reason: 'unreachable' }
    return { ok: false, reason: reverted.data?.errorName === 'OwnableUnauthorizedAccount' ? 'not-owner' : 'reverted' }
  }
}
