import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, Diamond } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { describeFailure } from '@/api/describe-failure.ts'
import { cvmQueries } from '@/api/queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { cvmCan } from '@/domain/cvm-capabilities.ts'
import type { FieldName } from '@/updates/fields/fields.ts'
import { useBillingStop } from '@/updates/engine/use-billing-stop.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Failure } from '@/updates/engine/update-machine.ts'
import { Figures } from '@/ui/layout/Figures.tsx'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { FailureNotice } from '@/ui/feedback/FailureNotice.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { BusyNotice } from './BusyNotice.tsx'
import { canPrepare } from './can-prepare.ts'
import { FieldMessages } from '@/features/review/changes/FieldMessages.tsx'
import { RefusalNotice } from './RefusalNotice.tsx'
import { sentenceFor } from '@/updates/verdict/signing-words.ts'
import type { ContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'
import type { Review } from '@/features/review/use-review.ts'
import { lookingUp } from '@/features/review/update-texts.ts'

interface ApplyPanelProps {
  cvm: Cvm
  update: UpdateHandle
  review: Review
  /** What the app contract means for it: where the owner is not expected to sign here, preparing it comes first. */
  obstacles: ContractObstacles
}

/** The one button that sends something, and whatever speaks against pressing it. */
export function ApplyPanel({ cvm, update, review, obstacles }: ApplyPanelProps) {
  const { owner, isOwnerGone } = obstacles
  const { state } = update
  const { redeploys, plan, problems, moved, isChecking, checkError, apply } = review
  const failure = state.step === 'draft' || state.step === 'reviewing' ? state.failure : undefined
  const edits = state.step === 'reviewing' ? state.submission.wanted : null
  const mayApply = cvmCan.apply(cvm)
  const hindrances = Object.entries(problems) as [FieldName, string][]
  const hindrance = update.isRecovering
    ? lookingUp
    : update.isFollowing
      ? 'Another tab drives this update.'
      : hindrances.length > 0
        ? 'A value cannot be sent. Go back and correct it.'
        : null
  const disabledReason = hindrance ?? (mayApply.can ? null : mayApply.reason)
  const afterwards = useApplyAfterwards(cvm.inProgress === true, hindrance === null, apply)
  useFreshWhenBusy(cvm.id, failure)
  const billing = useBillingStop()
  const mayPrepare = canPrepare(review, obstacles)
  /** Whoever signs is somewhere else, so what is handed over is the main way. */
  const prepares = mayPrepare && owner !== null
  return (
    <div className="z-10 tall:sticky tall:bottom-3 grid gap-3 rounded border border-edge/60 bg-raised px-4 py-3 shadow-menu">
      {/* However much there is to say, the button stays in sight. */}
      <div className="grid max-h-[45dvh] gap-3 overflow-y-auto empty:hidden">
        {billing ? (
          <Notice tone="stop" title={billing.title}>
            {billing.words}
          </Notice>
        ) : null}
        <BusyNotice
          cvm={cvm}
          appliesAfterwards={afterwards.isWanted}
          onAppliesAfterwards={hindrance === null ? afterwards.setWanted : null}
        />
        {/* While the CVM is visibly busy, one notice says so; it names the operation. */}
        {failure && !(failure.kind === 'busy' && cvm.inProgress) ? <RefusalNotice cvm={cvm} failure={failure} edits={edits} /> : null}
        {moved.length > 0 ? (
          <Notice tone="caution" title="This CVM was changed elsewhere meanwhile." isAnnounced>
            <p>
              {moved.join(', ')} changed on the server. Your edits are kept, and what you see is compared with the newest copy. Look again,
              then apply.
            </p>
          </Notice>
        ) : null}
        {hindrances.length > 0 ? (
          <Notice tone="caution" title="Something has to be corrected before this can be applied.">
            <FieldMessages cvmId={cvm.id} messages={hindrances} />
          </Notice>
        ) : null}
        {checkError ? <FailureNotice {...describeFailure(checkError)} /> : null}
      </div>
      <div className="flex flex-wrap items-center justify-end gap-x-2 gap-y-3">
        <p className="flex min-w-0 flex-1 basis-60 items-center gap-2 text-13">
          {plan.signature === 'none' || isOwnerGone ? null : (
            <Diamond aria-hidden className="size-3.5 shrink-0 fill-current text-onchain" />
          )}
          <span>
            {isOwnerGone ? (
              'Nobody owns the app contract: this can be applied only if it already allows the new hash.'
            ) : (
              <Figures>{sentenceFor(plan, obstacles)}</Figures>
            )}
          </span>
        </p>
        <Link
          {...(redeploys ? { to: '/cvms/$cvmId', search: { tab: 'revisions' } } : { to: '/cvms/$cvmId/edit' })}
          params={{ cvmId: cvm.id }}
          className={buttonClass('secondary')}
        >
          <ArrowLeft aria-hidden className="size-3.5 shrink-0" />
          Back
        </Link>
        <Button
          variant={prepares || isOwnerGone ? 'secondary' : plan.signature === 'none' ? 'primary' : 'onchain'}
          {...(plan.signature === 'none' || owner || isOwnerGone ? {} : { icon: Diamond })}
          busy={isChecking}
          disabledReason={isChecking ? null : disabledReason}
          onClick={() => void apply()}
          {...(owner ? { tooltip: 'Applies at once if the contract already allows the hash; otherwise asks for its approval.' } : {})}
        >
          {applyWords(plan, obstacles)}
        </Button>
        {mayPrepare ? (
          <Button
            variant={prepares ? 'onchain' : 'secondary'}
            {...(prepares
              ? { icon: Diamond }
              : { tooltip: 'For somebody else to sign: you get links to hand over, and no wallet opens here.' })}
            busy={isChecking}
            disabledReason={isChecking ? null : disabledReason}
            onClick={() => void apply({ prepareOnly: true })}
          >
            Prepare for approval
          </Button>
        ) : null}
      </div>
    </div>
  )
}

/** What a press asks for. Where the owner is not expected to sign here it asks for an approval that is given elsewhere. */
function applyWords({ signature, restarts }: Review['plan'], { owner, isOwnerGone }: ContractObstacles): string {
  if (signature === 'none' || isOwnerGone) return restarts ? 'Apply and restart' : 'Apply'
  return owner ? 'Apply: ask for approval' : 'Apply: ask for a signature'
}

/** Applies once when the CVM has become free, if that was asked for; like every press, after a look at what the server holds now. */
function useApplyAfterwards(isBusy: boolean, mayApply: boolean, apply: () => Promise<void>) {
  const [isWanted, setWanted] = useState(false)
  const wasBusy = useRef(isBusy)
  useEffect(() => {
    const hasEnded = wasBusy.current && !isBusy
    wasBusy.current = isBusy
    if (!hasEnded || !isWanted) return
    // oxlint-disable-next-line react/set-state-in-effect -- it was asked for once, and this is that time
    setWanted(false)
    if (mayApply) void apply()
  }, [isBusy, isWanted, mayApply, apply])
  return { isWanted, setWanted }
}

/** A refusal because of another operation is news: what this page knows of the CVM is older than that operation. */
function useFreshWhenBusy(cvmId: string, failure: Failure | undefined) {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (failure?.kind === 'busy') void queryClient.invalidateQueries({ queryKey: cvmQueries.one(cvmId) })
  }, [cvmId, failure, queryClient])
}
