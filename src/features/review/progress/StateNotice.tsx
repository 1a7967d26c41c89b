import { Link } from '@tanstack/react-router'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusInSentence } from '@/domain/cvm-status.ts'
import { assertNever } from '@/lib/assert-never.ts'
import { isFullyRead } from '@/updates/engine/truth-check.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { isToBeProvisioned, type UpdateState } from '@/updates/engine/update-machine.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { HeldButtons } from '@/ui/layout/held-buttons.ts'
import { CancelUpdate } from './CancelUpdate.tsx'
import { ConfirmingNotice } from './ConfirmingNotice.tsx'
import { type HandoverComponent, PreparedPanel } from '@/features/review/apply/PreparedPanel.tsx'
import { SignPanel } from '@/features/review/apply/SignPanel.tsx'
import { RegisteredNotice } from './RegisteredNotice.tsx'
import { drivenElsewhere, lookingUp, stepTitles } from '@/features/review/update-texts.ts'

interface StateNoticeProps {
  cvm: Cvm
  update: UpdateHandle
  chain: ChainConfig | null
  /** The plan of the page foresaw a signature and the server asked for none. */
  neededNoSignature: boolean
  handover: HandoverComponent
}

/** Where a tab that only follows may still do something: hand over what was prepared, or call off what runs. */
const actsWhileFollowing: ReadonlySet<UpdateState['step']> = new Set(['externalApproval', 'accepted', 'applying'])

/** What is happening now, what is safe, what to do. What is pressed before it is known where the update stands, or in a tab that only follows, would come to nothing. */
export function StateNotice(props: StateNoticeProps) {
  const { isRecovering, isFollowing, state } = props.update
  const held = isRecovering ? lookingUp : isFollowing && !actsWhileFollowing.has(state.step) ? drivenElsewhere : null
  return (
    <HeldButtons value={held}>
      <NoticeOfState {...props} />
    </HeldButtons>
  )
}

/** Every state has its own words. */
function NoticeOfState({ cvm, update, chain, neededNoSignature, handover }: StateNoticeProps): ReactNode {
  const { state, send } = update
  const title = stepTitles[state.step]
  switch (state.step) {
    case 'draft':
    case 'reviewing':
      return null
    case 'submitting':
      return isToBeProvisioned(state.submission) ? (
        <Notice
          tone="changed"
          icon={Spinner}
          title={title}
          actions={<Button onClick={() => send({ type: 'back' })}>Back to the review</Button>}
        >
          The whole manifest is checked first, and its hash is compared. Nothing was started yet; if this page closes now, nothing will be.
        </Notice>
      ) : (
        <Notice tone="changed" icon={Spinner} title={title}>
          The answer usually takes a second. If this page closes now, the console looks up later whether the change arrived.
        </Notice>
      )
    case 'submitUncertain':
      return state.finding === 'looking' ? (
        <Notice tone="caution" title={title}>
          Phala Cloud may or may not have accepted the change. Its operations are being checked; nothing is sent twice.
        </Notice>
      ) : (
        <Notice
          tone="caution"
          title="It is not known whether the change was accepted."
          actions={
            <>
              <Button variant="primary" onClick={() => send({ type: 'apply', at: new Date().toISOString() })}>
                {state.submission.prepareOnly ? 'Prepare again' : 'Apply again'}
              </Button>
              <Button onClick={() => send({ type: 'back' })}>Back to the review</Button>
              <Link
                to="/cvms/$cvmId"
                activeOptions={{ exact: true }}
                params={{ cvmId: cvm.id }}
                search={{ tab: 'operations' }}
                className={buttonClass('quiet')}
              >
                Look at the operations
              </Link>
            </>
          }
        >
          <p>No operation with this change was found so far; the console keeps looking. The CVM is {statusInSentence(cvm.status)}.</p>
          {state.submission.prepareOnly ? (
            <p>Preparing again sends the same values. If the first request did arrive, the new one takes its place; nothing restarts.</p>
          ) : (
            <p>
              Applying again sends the same values. If the first request did arrive, the CVM restarts once more and nothing else happens.
            </p>
          )}
        </Notice>
      )
    case 'externalApproval':
      return (
        <PreparedPanel
          cvm={cvm}
          update={update}
          state={state}
          chain={chain}

          handover={handover}
        />
      )
    case 'hashRequired':
    case 'wallet':
      return <SignPanel cvm={cvm} update={update} state={state} chain={chain} />
    case 'txPending':
      return (
        <Notice tone="onchain" icon={Spinner} title={title}>
          <p>
            Usually that takes a few seconds, sometimes minutes. Slow does not mean failed: you can leave this page and come back. If it
            takes too long, speed it up in your wallet; a replacement is followed as well.
          </p>
          <p className="flex flex-wrap items-center gap-x-1.5">
            Sent by <CopyableId value={state.sent.from} label="account" />
          </p>
        </Notice>
      )
    case 'registered':
      return <RegisteredNotice state={state} update={update} />
    case 'confirming':
      return <ConfirmingNotice state={state} update={update} chain={chain} />
    case 'accepted':
    case 'applying':
      return (
        <Notice tone="changed" icon={Spinner} title={title} actions={cvm.inProgress ? <CancelUpdate cvm={cvm} /> : undefined}>
          <p>
            {neededNoSignature
              ? update.record?.prepareOnly
                ? 'There was nothing left to approve, so it was applied at once instead of being prepared. '
                : 'No signature was needed: the contract allows this configuration already. '
              : null}
            The CVM is {statusInSentence(cvm.status)}. You can leave this page; the update goes on.
          </p>
        </Notice>
      )
    case 'done':
      return <DoneNotice cvm={cvm} state={state} update={update} />
    case 'failed':
      return (
        <FailureNotice
          title={title}
          message={state.reason}
          safe={`The CVM is ${statusInSentence(cvm.status)}. Your edits are kept.`}
          next="Correct what the reason names, or apply the same change again."
          details={`Correlation id: ${state.correlationId}`}
          actions={
            <>
              <Button variant="primary" onClick={() => send({ type: 'startOver' })}>
                Review again
              </Button>
              <Link to="/cvms/$cvmId/edit" params={{ cvmId: cvm.id }} className={buttonClass('secondary')}>
                Edit
              </Link>
              <Link to="/cvms/$cvmId" activeOptions={{ exact: true }} params={{ cvmId: cvm.id }} className={buttonClass('quiet')}>
                Open the CVM
              </Link>
            </>
          }
        />
      )
    default:
      return assertNever(state)
  }
}

function DoneNotice({ cvm, state, update }: { cvm: Cvm; state: Extract<UpdateState, { step: 'done' }>; update: UpdateHandle }) {
  const differing = state.outcomes.filter(({ matches }) => matches === false)
  const open = (
    <Link
      to="/cvms/$cvmId"
      activeOptions={{ exact: true }}
      params={{ cvmId: cvm.id }}
      className={buttonClass(differing.length === 0 ? 'primary' : 'secondary')}
    >
      Open the CVM
    </Link>
  )
  return differing.length === 0 ? (
    isFullyRead(state.outcomes) ? (
      <Notice tone="verified" title="Done. The server holds what you asked for." actions={open}>
        Every changed field was read back and compared.
      </Notice>
    ) : (
      // Green is for what was proved.
      <Notice tone="changed" icon={CircleCheck} title="Done. The operation completed." actions={open}>
        {state.outcomes.length === 0
          ? 'Nothing of what was asked for can be read back and compared.'
          : 'What can be read back is as you asked for. The table says what is known of the rest.'}
      </Notice>
    )
  ) : (
    <Notice
      tone="caution"
      title={`The operation completed, but ${differing.length === 1 ? 'one field does' : `${differing.length} fields do`} not hold what you asked for.`}
      actions={
        <>
          <Button variant="primary" onClick={() => update.send({ type: 'startOver' })}>
            Review what is missing
          </Button>
          {open}
        </>
      }
    >
      The table below shows what was asked for and what the server reports. Your edits are kept.
    </Notice>
  )
}
