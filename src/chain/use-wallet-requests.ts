import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { systemClock } from '@/lib/clock.ts'
import type { CallRegister, WalletCall, WalletRequest } from './call-register.ts'
import type { ChainFacts } from './chain-client.ts'
import { chainQueries } from './chain-queries.ts'
import type { Finding } from './look-for-request.ts'
import { settle } from './settle-requests.ts'

const lookAgainMs = 4_000

export interface LookedUpRequest {
  request: WalletRequest
  /** `null` while it is looked for. */
  finding: Finding | null
  /** The chain could not be asked the last time. */
  isUnreachable: boolean
}

/**
 * The requests for a call that may still do something, oldest first, each with what the chain says about it. What is proved to be over goes
 * from the register by itself.
 */
export function useWalletRequests(register: CallRegister, chain: ChainFacts | null, call: WalletCall): LookedUpRequest[] {
  const { chainId, appContract, method, argument } = call
  const read = useCallback(
    () => register.requests({ chainId, appContract, method, argument }),
    [register, chainId, appContract, method, argument],
  )
  const requests = useSyncExternalStore(register.subscribe, read)
  const { data, dataUpdatedAt, isError } = useQuery({
    ...chainQueries.requests(chain, call, requests),
    refetchInterval: lookAgainMs,
    refetchOnMount: 'always',
  })
  // What was found before this was on screen may be the very thing that led here: a transaction that waited then was mined since.
  const [shownSince] = useState(() => systemClock.now().getTime())
  const known = dataUpdatedAt >= shownSince ? data : undefined
  const found = requests.map((request) => ({ request, finding: known?.[request.startedAt] ?? null, isUnreachable: isError }))

  useEffect(() => {
    const { sent, over } = settle(found.map(({ request, finding }) => ({ request, finding, isAwaited: register.isAwaited(request) })))
    for (const { request, transactionHash } of sent) register.sent(call, request, transactionHash)
    for (const request of over) register.close(call, request)
  })
  return found
}
