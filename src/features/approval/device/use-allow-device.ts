import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useConfig } from 'wagmi'
import type { CallRegister } from '@/chain/call-register.ts'
import type { ChainClient, ChainFacts } from '@/chain/chain-client.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import { useWalletRequests } from '@/chain/use-wallet-requests.ts'
import { parseHash32, toBytes32, type Hex } from '@/domain/identifiers.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import type { PreflightReason } from '@/features/approval/signing/preflight.ts'
import type { RegistrationFacts } from '@/features/approval/signing/use-registration-facts.ts'
import type { AskingResult } from '@/features/approval/wallet/ask-wallet.ts'
import { useAsking } from '@/features/approval/wallet/use-asking.ts'
import { allowDevice, deviceCall } from './allow-device.ts'
import { refusedDevice } from './refused-device.ts'

const feeAgainMs = 15_000
const noDevice = toBytes32(parseHash32('0'.repeat(64))!) // 32 bytes

interface DeviceInput {
  client: ChainClient
  chain: ChainFacts
  register: CallRegister
  ticket: Ticket
  facts: RegistrationFacts
  /** The contract's, where it is an account. */
  signer: Hex | null
}

/** Allowing the CVM's device, as a step of its own before the hash. What the contract says decides when it is over. */
export function useAllowDevice({ client, chain, register, ticket, facts, signer }: DeviceInput) {
  const config = useConfig()
  const deviceId = refusedDevice(ticket, facts.contract)
  const named = ticket.deviceId
  const call = deviceCall(ticket, named ? toBytes32(named) : noDevice)
  const asking = useAsking<AskingResult>(call)
  const requests = useWalletRequests(register, named ? chain : null, call)
  const [isAgainChosen, chooseAgain] = useState(false)
  const simulation = useQuery({
    ...chainQueries.deviceSimulation(chain, { appContract: ticket.appContract, deviceId, account: signer }),
    refetchInterval: feeAgainMs,
  })

  // What the last check found on the chain holds until that is read again.
  const isOutdated = asking.result?.kind === 'blocked' && asking.result.reason === 'chain-unreachable' && facts.readAt > asking.endedAt
  const open = requests.filter(({ request }) => request.startedAt !== asking.asked?.startedAt)
  /** Answered with a transaction that waits for its block, as far as anybody knows. */
  const sent = requests.find(({ request, finding }) => request.transactionHash && finding?.kind !== 'forgotten')?.request ?? null

  async function allow(despite: PreflightReason | null) {
    if (deviceId === null || asking.phase !== 'idle') return
    const besides = isAgainChosen ? register.requests(call) : []
    chooseAgain(false)
    await asking.ask(async (tools) => {
      const result = await allowDevice({ ...tools, config, client, register, owner: signer, besides, ticket, deviceId, despite })
      return result.kind === 'busy' || result.kind === 'cancelled' ? null : result
    })
    facts.readAgain()
  }

  return {
    /** `null` once the contract allows it. */
    deviceId,
    /** What came of trying the call out in the owner’s name; `null` as long as nothing has. */
    simulation: simulation.data ?? null,
    feeWei: simulation.data?.ok ? simulation.data.feeWei : null,
    asking,
    result: isOutdated ? null : asking.result,
    /** The open requests, but for the one that is waited for. */
    open,
    isAgainChosen,
    chooseAgain,
    forget: (request: (typeof open)[number]['request']) => register.close(call, request),
    /** Why another request is not made just now; `null` when it may be. */
    openReason:
      open.length === 0
        ? null
        : open.some(({ finding, isUnreachable }) => finding === null && !isUnreachable)
          ? 'Looking up what happened to the earlier request.'
          : isAgainChosen
            ? null
            : 'A request for the device may still be open in your wallet.',
    /** Asked or sent, and not on the contract yet: nothing else should be signed meanwhile. */
    isUnderWay: deviceId !== null && (asking.phase !== 'idle' || asking.isAsking || sent !== null),
    allow: (despite: PreflightReason | null = null) => void allow(despite),
  }
}

export type AllowDevice = ReturnType<typeof useAllowDevice>
