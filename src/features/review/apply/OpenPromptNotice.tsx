import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { configQuery } from '@/api/session-queries.ts'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { callRegister } from '@/chain/call-register.ts'
import { useWalletRequests } from '@/chain/use-wallet-requests.ts'
import { toBytes32 } from '@/domain/identifiers.ts'
import { browserStore } from '@/lib/storage.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { Ticket, UpdateState } from '@/updates/engine/update-machine.ts'

interface OpenPromptNoticeProps {
  ticket: Ticket
  step: UpdateState['step']
  chain: ChainConfig | null
}

const afterSigning = new Set<UpdateState['step']>(['txPending', 'registered', 'confirming', 'accepted', 'applying', 'done', 'failed'])

/** The call is made, or on its way, and another request for it is still in a wallet of this browser: approving that one as well costs a fee for nothing. */
export function OpenPromptNotice({ ticket, step, chain }: OpenPromptNoticeProps) {
  const { data: runtime } = useSuspenseQuery(configQuery)
  const { upstream, worldId = null } = runtime
  const register = useMemo(() => callRegister(browserStore, { upstream, worldId }), [upstream, worldId])
  const { chainId, appContract, composeHash } = ticket
  const call = { chainId, appContract, method: 'addComposeHash', argument: toBytes32(composeHash) } as const
  const looked = useWalletRequests(register, chain, call)
  if (!afterSigning.has(step)) return null
  // The request that is just being answered is not one to warn of: it is looked up first.
  const open = looked.filter(({ request, finding }) => !request.transactionHash && (finding !== null || chain === null))
  if (open.length === 0) return null
  return (
    <Notice
      tone="caution"
      title="A request may still be open in your wallet. Reject it."
      actions={
        <Button size="sm" onClick={() => open.forEach(({ request }) => register.close(call, request))}>
          It is not in my wallet
        </Button>
      }
    >
      {step === 'txPending'
        ? 'The call is on its way, so nothing more has to be signed. Approving this request as well would cost a second fee.'
        : 'The hash is registered, so nothing has to be signed any more. Approving the request would only cost a second fee.'}
    </Notice>
  )
}
