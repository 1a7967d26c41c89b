import { simulateAddDevice } from '@/chain/allow-device.ts'
import { readAppContract } from '@/chain/app-contract.ts'
import type { WalletCall } from '@/chain/call-register.ts'
import { type Bytes32, toBytes32 } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { preflight, type PreflightReason } from '@/features/approval/signing/preflight.ts'
import { type AskingOptions, type AskingResult, askWallet } from '@/features/approval/wallet/ask-wallet.ts'
import { refusesDevice } from '@/updates/verdict/device-allowance.ts'

/** The call that allows a device on a ticket's contract. */
export const deviceCall = ({ chainId, appContract }: Ticket, deviceId: Bytes32): WalletCall => ({
  chainId,
  appContract,
  method: 'addDevice',
  argument: deviceId,
})

export interface AllowDeviceOptions extends Pick<
  AskingOptions,
  'config' | 'client' | 'register' | 'owner' | 'besides' | 'onPhase' | 'isCancelled'
> {
  ticket: Ticket
  deviceId: Bytes32
  /** What would only make the transaction fail is the wallet's to judge: it may have another way to pay. */
  despite: PreflightReason | null
}

/** Checks owner, account, chain and call, then asks the wallet once for `addDevice`. Whether the device is allowed, the contract says. */
export function allowDevice({ ticket, deviceId, despite, ...asking }: AllowDeviceOptions): Promise<AskingResult> {
  const { appContract } = ticket
  return askWallet({
    ...asking,
    call: deviceCall(ticket, deviceId),
    async check({ account, chainId }) {
      const [contract, simulation] = await Promise.all([
        readAppContract(asking.client, { appContract, composeHash: toBytes32(ticket.composeHash), deviceId }),
        simulateAddDevice(asking.client, { appContract, deviceId, account }),
      ])
      if (contract.hasCode && !refusesDevice(contract)) return 'already-allowed'
      const verdict = preflight({
        ticket,
        isChainOffered: true,
        isChainUnreachable: false,
        contract,
        simulation: simulation.ok ? { ...simulation, gas: 0n } : { ...simulation, detail: '' },
        wallet: { account, chainId },
        allowingTransaction: 'not-found', // the hash may be allowed already; this is about the device
      })
      return verdict.canSign || verdict.reason === despite ? null : verdict.reason
    },
    onAsking: () => true,
  })
}
