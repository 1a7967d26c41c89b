import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import { LeftRequestNotice } from '@/ui/feedback/LeftRequestNotice.tsx'
import type { Ticket, UpdateState } from '@/updates/engine/update-machine.ts'
import { useLeftRequests } from '@/updates/engine/use-left-requests.ts'

interface OpenPromptNoticeProps {
  ticket: Ticket
  step: UpdateState['step']
  chain: ChainConfig | null
}

const afterSigning = new Set<UpdateState['step']>(['txPending', 'registered', 'confirming', 'accepted', 'applying', 'done', 'failed'])

/** Of a request that the wallet still shows once nothing has to be signed any more. */
export function OpenPromptNotice({ ticket, step, chain }: OpenPromptNoticeProps) {
  const { count, forget } = useLeftRequests(ticket, chain)
  return afterSigning.has(step) && count > 0 ? <LeftRequestNotice isOnItsWay={step === 'txPending'} onForget={forget} /> : null
}
