import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Config } from 'wagmi'
import type { ChainClient, ChainFacts } from '@/chain/chain-client.ts'
import { chainQueries } from '@/chain/chain-queries.ts'
import { systemClock } from '@/lib/clock.ts'
import type { Ticket } from '@/updates/engine/update-machine.ts'
import { allowDevice, type DeviceResult } from './allow-device.ts'
import { refusedDevice } from './refused-device.ts'
import type { RegistrationFacts } from '@/features/approval/signing/use-registration-facts.ts'

const feeAgainMs = 15_000

/** Allowing the CVM's device, as a step of its own before the hash. What the contract says decides when it is over. */
export function useAllowDevice(config: Config, client: ChainClient, chain: ChainFacts, ticket: Ticket, facts: RegistrationFacts) {
  const [phase, setPhase] = useState<'idle' | 'checking' | 'asking'>('idle')
  const [ended, setEnded] = useState<{ result: DeviceResult; at: number } | null>(null)
  // What the last check found on the chain holds until that is read again.
  const isOutdated = ended?.result.kind === 'blocked' && ended.result.reason === 'chain-unreachable' && facts.readAt > ended.at
  const result = ended && !isOutdated ? ended.result : null
  const deviceId = refusedDevice(ticket, facts.contract)
  const owner = facts.contract?.owner
  const signer = owner?.kind === 'account' || owner?.kind === 'delegated-account' ? owner.address : null
  const simulation = useQuery({
    ...chainQueries.deviceSimulation(chain, { appContract: ticket.appContract, deviceId, account: signer }),
    refetchInterval: feeAgainMs,
  })

  async function allow() {
    if (phase !== 'idle') return
    setPhase('checking')
    setEnded(null)
    const outcome = await allowDevice({ config, client, ticket, alsoWhileWaiting: result?.kind === 'waiting' }, () => setPhase('asking'))
    setPhase('idle')
    setEnded({ result: outcome, at: systemClock.now().getTime() })
    facts.readAgain()
  }

  return {
    /** `null` once the contract allows it. */
    deviceId,
    feeWei: simulation.data?.ok ? simulation.data.feeWei : null,
    phase,
    result,
    /** Asked or sent, and not on the contract yet: nothing else should be signed meanwhile. */
    isUnderWay: deviceId !== null && (phase !== 'idle' || result?.kind === 'sent'),
    allow: () => void allow(),
    /** For a transaction that was cancelled in the wallet. The prompt, if one is open, stays there. */
    stopWaiting: () => {
      setPhase('idle')
      setEnded(null)
    },
  }
}
