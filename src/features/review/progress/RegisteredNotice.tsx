import type { ReactNode } from 'react'
import { Button } from '@/ui/controls/Button.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { VerdictNotices } from '@/features/review/apply/VerdictNotices.tsx'
import { stepTitles } from '@/features/review/update-texts.ts'

interface RegisteredNoticeProps {
  state: Extract<UpdateState, { step: 'registered' }>
  update: UpdateHandle
}

/** The contract allows the hash. What still keeps the update from being confirmed: the hash itself, or the device. */
export function RegisteredNotice({ state, update }: RegisteredNoticeProps): ReactNode {
  const { verdict, device, ticket } = state
  const backToReview = <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
  if (verdict?.kind === 'mismatch') {
    return (
      <>
        <VerdictNotices ticket={ticket} verdict={verdict} isAllowed />
        {update.isFollowing ? null : <div>{backToReview}</div>}
      </>
    )
  }
  if (device !== 'refused' && device !== 'unread') {
    return (
      <Notice tone="onchain" title={stepTitles.registered}>
        {verdict === null ? 'The hash is compared with one computed here, then Phala Cloud is told.' : 'Phala Cloud is told next.'} No
        further signature is needed.
      </Notice>
    )
  }
  const actions = update.isFollowing ? undefined : (
    <>
      <Button onClick={() => update.send({ type: 'goOnWithoutDevice' })}>Confirm anyway</Button>
      {backToReview}
    </>
  )
  if (device === 'unread') {
    return (
      <Notice
        tone="caution"
        title="Registered. Whether the contract allows the CVM’s device could not be read."
        isAnnounced
        actions={actions}
      >
        <p>
          If it does not, the CVM would restart and not come back. The contract is asked again by itself, and the update continues once it
          answers.
        </p>
      </Notice>
    )
  }
  return (
    <Notice tone="caution" title="Registered. The contract does not allow the CVM’s device yet." isAnnounced actions={actions}>
      <p>
        Confirmed now, the CVM would restart and not come back. Ask the contract’s owner for one more call, addDevice, with{' '}
        <CopyableId value={ticket.deviceId ?? ''} label="device id" />.
      </p>
      <p>The contract is watched: once it allows the device, the update is confirmed by itself.</p>
    </Notice>
  )
}
