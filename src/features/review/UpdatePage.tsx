import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { type ComponentType, Suspense } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { maySign, type UpdateState } from '@/updates/engine/update-machine.ts'
import { type DraftHandle, useDraft } from '@/updates/drafts/use-draft.ts'
import { useUpdate } from '@/updates/engine/use-update.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { useWasAnswered } from '@/ui/layout/use-was-answered.ts'
import { StaleNotice } from '@/ui/feedback/StaleNotice.tsx'
import { Steps } from '@/ui/feedback/Steps.tsx'
import { ApplyPanel } from './apply/ApplyPanel.tsx'
import { canPrepare } from './apply/can-prepare.ts'
import { Consequences } from './changes/Consequences.tsx'
import { OpenPromptNotice } from './apply/OpenPromptNotice.tsx'
import type { HandoverComponent } from './apply/PreparedPanel.tsx'
import { PendingUpdateNotice } from './changes/PendingUpdateNotice.tsx'
import { progressSteps, ticketOf } from './progress/progress-steps.tsx'
import { RefusalNotice } from './apply/RefusalNotice.tsx'
import { StateNotice } from './progress/StateNotice.tsx'
import { Trace } from './outcome/Trace.tsx'
import { type ProofComponent, useProveStep } from './progress/use-prove-step.tsx'
import { useContractObstacles } from '@/updates/verdict/use-contract-obstacles.ts'
import { useRedeployReview } from './use-redeploy-review.ts'
import { type Review, useReview } from './use-review.ts'
import { NothingToReview } from './NothingToReview.tsx'
import { UpdateHeader } from './UpdateHeader.tsx'
import { RevisionUnread } from './RevisionUnread.tsx'
import { UpdateSkeleton } from './UpdateSkeleton.tsx'
import { useAnnouncedStep } from './progress/use-announced-step.ts'
import { WhatChanges } from './WhatChanges.tsx'
import { WholePageNotices } from './progress/WholePageNotices.tsx'

interface UpdatePageProps {
  cvmId: string
  /** The revision that is to be put back; `null` for an update with edits. */
  revisionId: string | null
  /** The signing dialog, loaded when it is needed. Shown while the update asks a wallet. */
  registration: ComponentType<{ cvm: Cvm; update: UpdateHandle }>
  handover: HandoverComponent
  /** Checks what the hardware signed once the update is done, loaded then. */
  proof: ProofComponent
  /** The way to the signatures without which the CVM does not start again. */
  startApproval: ComponentType<{ cvm: Cvm }>
}

/** Review, sign, progress: one page that grows downward and continues after a reload where the facts say. */
export function UpdatePage({ cvmId, revisionId, registration, handover, proof, startApproval }: UpdatePageProps) {
  const { data: cvm } = useSuspenseQuery(cvmQueries.detail(cvmId))
  const compose = useQuery(cvmQueries.appCompose(cvmId))
  const drafts = useDraft(cvm)
  const update = useUpdate(cvm)
  const isAnswered = useWasAnswered(compose)
  if (!drafts || !isAnswered) return <UpdateSkeleton name={cvm.name} />
  const common = { cvm, drafts, update, registration, handover, proof, startApproval }
  // Once something was sent, the record says what: neither edits that wait nor an older address are what runs.
  const shown = isBeforeSending(update.state) ? revisionId : (update.record?.redeploys?.id ?? null)
  return (
    <>
      {shown === revisionId ? null : <Navigate to="." search={shown === null ? {} : { redeploy: shown }} replace />}
      {shown === null ? <EditedUpdate {...common} /> : <RedeployUpdate {...common} revisionId={shown} />}
    </>
  )
}

interface UpdateProps extends Pick<UpdatePageProps, 'registration' | 'handover' | 'proof' | 'startApproval'> {
  cvm: Cvm
  drafts: DraftHandle
  update: UpdateHandle
}

const isBeforeSending = ({ step }: UpdateState) => step === 'draft' || step === 'reviewing'

function EditedUpdate(props: UpdateProps) {
  const { cvm, update, drafts } = props
  return <Update {...props} review={useReview(cvm, update, drafts, !isBeforeSending(update.state))} />
}

function RedeployUpdate({ revisionId, ...props }: UpdateProps & { revisionId: string }) {
  const { cvm, update } = props
  const { data: config } = useSuspenseQuery(configQuery)
  const chain = config.chains.find(({ id }) => id === cvm.kms.chainId) ?? null
  const isFrozen = !isBeforeSending(update.state)
  const { review, unread } = useRedeployReview(cvm, { update, chain, isFrozen, revisionId })
  if (isFrozen || review) return <Update {...props} review={review} />
  return unread ? <RevisionUnread cvm={cvm} unread={unread} /> : <UpdateSkeleton name={cvm.name} />
}

/** A revision may differ in what no field shows. */
const changesAnything = (review: Review | null) => (review?.redeploys ? !review.redeploys.isInForce : Boolean(review?.plan.changes.length))

function Update({
  cvm,
  drafts,
  update,
  review,
  registration: Registration,
  handover,
  proof,
  startApproval,
}: UpdateProps & { review: Review | null }) {
  const { state } = update
  const { error, dataUpdatedAt, refetch } = useSuspenseQuery(cvmQueries.detail(cvm.id))
  const isReviewing = state.step === 'draft' || state.step === 'reviewing'
  const { data: config } = useSuspenseQuery(configQuery)
  const ticket = ticketOf(state)
  const chain = config.chains.find(({ id }) => id === (ticket?.chainId ?? cvm.kms.chainId)) ?? null
  // A lying hash must not reach a wallet, not even by a reload in the middle.
  const mayAskWallet = state.step === 'wallet' && maySign(state.verdict)
  const obstacles = useContractObstacles(cvm, isReviewing ? (review?.plan ?? null) : null)
  useAnnouncedStep(update)

  const expectsSignature = review ? review.plan.signature !== 'none' : false
  const proved = useProveStep(cvm, update, proof)
  const steps = progressSteps({
    state,
    expectsSignature,
    sendsWhole: review?.plan.composeFile != null,
    cvm,
    obstacles,
    operation: update.operation,
    chain,
    proof: proved,
  })
  const isEmpty = isReviewing && !update.isRecovering && !changesAnything(review)
  const isPreparable = review !== null && canPrepare(review, obstacles)

  return (
    <div className="space-y-5">
      <UpdateHeader cvm={cvm} state={state} canPrepare={isPreparable} />
      <WholePageNotices update={update} />
      {error && isReviewing ? <StaleNotice readAt={dataUpdatedAt} onRetry={() => void refetch()} /> : null}
      {isEmpty && state.failure ? <RefusalNotice cvm={cvm} failure={state.failure} edits={null} /> : null}
      {isEmpty ? (
        <NothingToReview
          cvmId={cvm.id}
          held={review === null ? 'nothing' : review.redeploys ? 'revision' : 'edits'}
          onDiscard={drafts.discard}
        />
      ) : (
        <>
          {update.isRecovering && isReviewing ? null : (
            <StateNotice
              cvm={cvm}
              update={update}
              chain={chain}
              neededNoSignature={review?.plan.signature === 'needed' && ticket === undefined}
              handover={handover}
            />
          )}
          {isReviewing && review && review.plan.signature !== 'none' ? <PendingUpdateNotice cvm={cvm} /> : null}
          {ticket ? <OpenPromptNotice ticket={ticket} step={state.step} chain={chain} /> : null}
          {mayAskWallet ? (
            <Suspense fallback={null}>
              <Registration cvm={cvm} update={update} />
            </Suspense>
          ) : null}
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
            <WhatChanges cvm={cvm} update={update} review={review} drafts={drafts} chain={chain} startApproval={startApproval} />
            <div className="grid min-w-0 gap-4 xl:sticky xl:top-18">
              <Card title={isReviewing ? 'What happens' : 'Progress'}>
                {isReviewing && review ? (
                  <div className="mb-5 border-b border-line pb-5">
                    <Consequences
                      cvm={cvm}
                      plan={review.plan}
                      baseline={review.baseline}
                      values={review.values}
                      obstacles={obstacles}
                      isPreparable={isPreparable}
                    />
                  </div>
                ) : null}
                <Steps label="Steps of the update" steps={steps} />
              </Card>
              {ticket && update.record ? <Trace cvmId={cvm.id} record={update.record} chain={chain} /> : null}
            </div>
          </div>
          {isReviewing && review ? <ApplyPanel cvm={cvm} update={update} review={review} obstacles={obstacles} /> : null}
        </>
      )}
    </div>
  )
}
