import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { configQuery } from '@/api/session-queries.ts'
import { callRegister } from '@/chain/call-register.ts'
import { useWalletRequests } from '@/chain/use-wallet-requests.ts'
import { toBytes32 } from '@/domain/identifiers.ts'
import { browserStore } from '@/lib/storage.ts'
import type { Ticket } from './update-machine.ts'

/**
 * Requests for the ticket's call that may still be open in a wallet of this browser, whoever of its pages made them. `forget` is for whoever
 * does not find them there.
 */
export function useLeftRequests(ticket: Ticket, chain: ChainConfig | null): { count: number; forget: () => void } {
  const { data: runtime } = useSuspenseQuery(configQuery)
  const { upstream, worldId = null } = runtime
  const register = useMemo(() => callRegister(browserStore, { upstream, worldId }), [upstream, worldId])
  const { chainId, appContract, composeHash } = ticket
  const call = { chainId, appContract, method: 'addComposeHash', argument: toBytes32(composeHash) } as const
  const looked = useWalletRequests(register, chain, call)
  // The request that is just being answered is not one to warn of: it is looked up first.
  const open = looked.filter(({ request, finding }) => !request.transactionHash && (finding !== null || chain === null))
  return { count: open.length, forget: () => open.forEach(({ request }) => register.close(call, request)) }
}
