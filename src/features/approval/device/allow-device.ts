import { type EIP1193Provider, numberToHex } from 'viem'
import type { Config } from 'wagmi'
import { getConnection } from 'wagmi/actions'
import { accountNonces } from '@/chain/account-nonces.ts'
import { encodeAddDevice, simulateAddDevice } from '@/chain/allow-device.ts'
import { readAppContract } from '@/chain/app-contract.ts'
import type { ChainClient } from '@/chain/chain-client.ts'
import { parseHash32, toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { preflight, type PreflightReason } from '@/features/approval/signing/preflight.ts'
import { refusedDevice } from './refused-device.ts'
import { transactionHashIn, walletFailure, type WalletFailure } from '@/features/approval/wallet/wallet-failure.ts'

export type DeviceResult =
  | { kind: 'sent'; hash: Hex }
  /** It needed no signature any more. */
  | { kind: 'allowed' }
  /** The wallet was not asked. */
  | { kind: 'blocked'; reason: PreflightReason }
  /** Something of the account waits for a block already. It may be this very call, sent before a reload or by a wallet that then failed. */
  | { kind: 'waiting' }
  | { kind: 'failed'; failure: WalletFailure }

/**
 * Checks owner, account, chain and call, then asks the wallet once for `addDevice`. Nothing is written down: whether the device is allowed
 * is read from the contract again and again, also after a reload, and a second `addDevice` changes nothing.
 */
export async function allowDevice(
  options: { config: Config; client: ChainClient; ticket: Ticket; alsoWhileWaiting: boolean },
  onAsking: () => void,
): Promise<DeviceResult> {
  const { config, client, ticket, alsoWhileWaiting } = options
  const { connector } = getConnection(config)
  if (!connector) return { kind: 'blocked', reason: 'not-connected' }
  const deviceId = parseHash32(ticket.deviceId)
  if (!deviceId) return { kind: 'allowed' }
  const { appContract } = ticket
  try {
    const [accounts, chainId] = await Promise.all([connector.getAccounts(), connector.getChainId()])
    const account = accounts[0] ?? null
    if (!account) return { kind: 'blocked', reason: 'not-connected' }
    const reading = await Promise.all([
      readAppContract(client, { appContract, composeHash: toBytes32(ticket.composeHash), deviceId: toBytes32(deviceId) }),
      simulateAddDevice(client, { appContract, deviceId: toBytes32(deviceId), account }),
      accountNonces(client, account),
    ]).catch(() => null)
    if (!reading) return { kind: 'blocked', reason: 'chain-unreachable' }
    const [contract, simulation, nonces] = reading
    if (contract.hasCode && !refusedDevice(ticket, contract)) return { kind: 'allowed' }
    const verdict = preflight({
      ticket,
      isChainOffered: true,
      isChainUnreachable: false,
      contract,
      simulation: simulation.ok ? { ...simulation, gas: 0n } : { ...simulation, detail: '' },
      wallet: { account, chainId },
      proofOfAllowance: 'not-found', // the hash may be allowed already; this is about the device
    })
    if (!verdict.canSign) return { kind: 'blocked', reason: verdict.reason }
    if (nonces.withPending > nonces.mined && !alsoWhileWaiting) return { kind: 'waiting' }

    onAsking()
    const provider = (await connector.getProvider({ chainId: ticket.chainId })) as EIP1193Provider
    const request = { from: account, to: appContract, data: encodeAddDevice(toBytes32(deviceId)), value: '0x0' } as const
    const sent = await provider.request({
      method: 'eth_sendTransaction',
      params: [{ ...request, chainId: numberToHex(ticket.chainId) }],
    })
    const hash = parseHash32(sent)
    if (!hash) throw new Error('The wallet did not answer with the hash of a transaction.')
    return { kind: 'sent', hash: `0x${hash}` }
  } catch (error) {
    const hash = transactionHashIn(error)
    return hash ? { kind: 'sent', hash } : { kind: 'failed', failure: walletFailure(error, 'sign') }
  }
}
