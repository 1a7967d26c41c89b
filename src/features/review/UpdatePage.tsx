import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileSearch } from 'lucide-react'
import { type ComponentType, Suspense, useEffect } from 'react'
import { cvmQueries } from '@/api/queries.ts'
import { configQuery } from '@/api/session-queries.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { statusLabel, statusTone } from '@/domain/cvm-status.ts'
import { needsSignIn } from '@/domain/failure.ts'
import { failureText } from '@/domain/failure-texts.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { type Failure, maySign } from '@/updates/engine/update-machine.ts'
import { encryptedEnvSlot } from '@/updates/plan/request-snippets.ts'
import { type DraftHandle, useDraft } from '@/updates/drafts/use-draft.ts'
import { useUpdate } from '@/updates/engine/use-update.ts'
import { announce } from '@/ui/feedback/announce.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { buttonClass } from '@/ui/controls/button-class.ts'
import { Card } from '@/ui/layout/Card.tsx'
import { Countdown } from '@/ui/feedback/Countdown.tsx'
import { EmptyState } from '@/ui/layout/EmptyState.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { PageHeader } from '@/ui/layout/PageHeader.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { StaleNotice } from '@/ui/feedback/StaleNotice.tsx'
import { StatusBadge } from '@/ui/feedback/StatusBadge.tsx'
import { Steps } from '@/ui/feedback/Steps.tsx'
import { isolated } from '@/lib/isolated.ts'
import { ApplyPanel } from './apply/ApplyPanel.tsx'
import { ChangesCard } from './changes/ChangesCard.tsx'
import { Consequences } from './changes/Consequences.tsx'
import { EnvironmentCard } from './changes/EnvironmentCard.tsx'
import { OpenPromptNotice } from './apply/OpenPromptNotice.tsx'
import type { HandoverComponent } from './apply/PreparedPanel.tsx'
import { OutcomesTable } from './outcome/OutcomesTable.tsx'
import { PendingUpdateNotice } from './changes/PendingUpdateNotice.tsx'
import { progressSteps, ticketOf } from './progress/progress-steps.tsx'
import { RefusalNotice } from './apply/RefusalNotice.tsx'
import { RequestCard } from './request/RequestCard.tsx'
import { StateNotice } from './progress/StateNotice.tsx'
import { Trace } from './outcome/Trace.tsx'
import { stepTitles } from './update-texts.ts'
import { useContractObstacles } from './apply/use-contract-obstacles.ts'
import { useReview } from './use-review.ts'
import { WayBackCard } from './outcome/WayBackCard.tsx'

interface UpdatePageProps {
  cvmId: string
  /** The wallet door, loaded when it is needed. Shown while the update asks a wallet. */
  registration: ComponentType<{ cvm: Cvm; update: UpdateHandle }>
  handover: HandoverComponent
}

/** Review, sign, progress: one page that grows downward and continues after a reload where the facts say. */
export function UpdatePage({ cvmId, registration, handover }: UpdatePageProps) {
  const { data: cvm } = useSuspenseQuery(cvmQueries.detail(cvmId))
  const compose = useQuery(cvmQueries.appCompose(cvmId))
  const drafts = useDraft(cvm)
  const update = useUpdate(cvm)
  // A part of the page that asks again after a failure must not take the page away, or both would take turns for ever.
  if (!drafts || (!compose.data && !compose.isFetchedAfterMount)) return <UpdateSkeleton name={cvm.name} />
  return <Update cvm={cvm} drafts={drafts} update={update} registration={registration} handover={handover} />
}

interface UpdateProps extends Pick<UpdatePageProps, 'registration' | 'handover'> {
  cvm: Cvm
  drafts: DraftHandle
  update: UpdateHandle
}

function Update({ cvm, drafts, update, registration: Registration, handover }: UpdateProps) {
  const { state } = update
  const { error, dataUpdatedAt, refetch } = useSuspenseQuery(cvmQueries.detail(cvm.id))
  const isReviewing = state.step === 'draft' || state.step === 'reviewing'
  const review = useReview(cvm, update, drafts, !isReviewing)
  const { data: config } = useSuspenseQuery(configQuery)
  const ticket = ticketOf(state)
  const chain = config.chains.find(({ id }) => id === (ticket?.chainId ?? cvm.kms.chainId)) ?? null
  // A lying hash must not reach a wallet, not even by a reload in the middle.
  const mayAskWallet = state.step === 'wallet' && maySign(state.verdict)
  const obstacles = useContractObstacles(cvm, isReviewing ? (review?.plan ?? null) : null)
  const { owner, isOwnerGone } = obstacles
  useAnnouncedStep(update)

  const expectsSignature = review ? review.plan.signature !== 'none' : false
  const steps = progressSteps({ state, expectsSignature, cvm, operation: update.operation, chain })
  const isEmpty = isReviewing && !update.isRecovering && !review?.plan.patch

  // The table of outcomes says as much as the one of changes, except about texts.
  const hadValues = update.record?.hadSecrets ?? false
  const isSaidByOutcomes = state.step === 'done' && state.outcomes.length > 0 && !review?.plan.changes.some(({ kind }) => kind === 'text')

  return (
    <div className="space-y-5">
      <PageHeader
        title={`${isReviewing ? 'Review the update of' : 'Update of'} ${isolated(cvm.name)}`}
        badge={<StatusBadge tone={statusTone(cvm.status)} label={statusLabel(cvm.status)} />}
        description={
          isReviewing
            ? owner
              ? 'Nothing is sent before you press Apply or Prepare.'
              : 'Nothing is sent before you press Apply.'
            : 'This page follows the update, also after a reload.'
        }
        actions={
          state.step === 'done' || state.step === 'failed' ? null : (
            <Link
              to="/cvms/$cvmId"
              params={{ cvmId: cvm.id }}
              activeOptions={{ exact: true }}
              className={`${buttonClass('quiet')} -mx-3 max-sm:hidden`}
            >
              Open the CVM
            </Link>
          )
        }
      />
      <Standing update={update} />
      {error && isReviewing ? <StaleNotice readAt={dataUpdatedAt} onRetry={() => void refetch()} /> : null}
      {isEmpty && state.failure ? <RefusalNotice cvm={cvm} failure={state.failure} edits={null} /> : null}
      {isEmpty ? (
        <NothingToReview cvmId={cvm.id} hadDraft={review !== null} onDiscard={drafts.discard} />
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
            <div className="grid min-w-0 gap-4">
              {state.step === 'failed' ? <WayBackCard cvm={cvm} correlationId={state.correlationId} chain={chain} drafts={drafts} /> : null}
              {state.step === 'done' && (state.outcomes.length > 0 || hadValues) ? (
                <OutcomesTable outcomes={state.outcomes} hadValues={hadValues} />
              ) : null}
              {review && review.plan.changes.length > 0 && !isSaidByOutcomes ? (
                <ChangesCard plan={review.plan} baseline={review.baseline} values={review.values} />
              ) : null}
              {review?.plan.environment ? (
                <EnvironmentCard
                  cvm={cvm}
                  change={review.plan.environment}
                  isReviewing={isReviewing}
                  isOpen={Boolean(review.problems.envNames)}
                />
              ) : null}
              {isReviewing && review?.plan.patch ? (
                <RequestCard
                  cvmId={cvm.id}
                  patch={review.plan.environment ? { ...review.plan.patch, encrypted_env: encryptedEnvSlot } : review.plan.patch}
                />
              ) : null}
            </div>
            <div className="grid min-w-0 gap-4 xl:sticky xl:top-18">
              <Card title={isReviewing ? 'What happens' : 'Progress'}>
                {isReviewing && review ? (
                  <div className="mb-5 border-b border-line pb-5">
                    <Consequences plan={review.plan} values={review.values} obstacles={obstacles} />
                  </div>
                ) : null}
                <Steps label="Steps of the update" steps={steps} />
              </Card>
              {ticket && update.record ? <Trace record={update.record} chain={chain} /> : null}
            </div>
          </div>
          {isReviewing && review ? <ApplyPanel cvm={cvm} update={update} review={review} owner={owner} isOwnerGone={isOwnerGone} /> : null}
        </>
      )}
    </div>
  )
}

/** The engine goes on by itself, so this says why it waits and for how long. */
function ApiTroubleNotice({ trouble }: { trouble: Failure }) {
  const isKeyRefused = trouble.kind === 'signed-out'
  return (
    <Notice tone="caution" title={isKeyRefused ? 'A key is needed to go on.' : failureText(trouble).title} isAnnounced>
      {trouble.continuesAt ? (
        <>
          Continuing in <Countdown to={trouble.continuesAt} />. Nothing is lost meanwhile.
        </>
      ) : needsSignIn(trouble.kind) ? (
        isKeyRefused ? (
          'The update stays at this step until you entered one.'
        ) : (
          'The update stays at this step until you chose as whom to go on.'
        )
      ) : (
        'It is asked again by itself; nothing is sent twice.'
      )}
    </Notice>
  )
}

/** What is true of the whole page: who drives, what cannot be read, what had to be dropped. */
function Standing({ update }: { update: UpdateHandle }) {
  const { isRecovering, isFollowing, notice, chainTrouble, apiTrouble, takeOver } = update
  return (
    <>
      {isRecovering ? (
        <Notice tone="neutral" title="Looking up where this update stands." isAnnounced>
          The server and the chain are asked; what this browser remembers is only a hint.
        </Notice>
      ) : null}
      {isFollowing ? (
        <Notice
          tone="caution"
          title="Another tab drives this update."
          isAnnounced
          actions={
            <Button size="sm" onClick={takeOver}>
              Take over
            </Button>
          }
        >
          This tab shows how it goes. After taking over, server and chain are asked first; nothing is signed twice.
        </Notice>
      ) : null}
      {notice ? <Notice title={notice} isAnnounced /> : null}
      {chainTrouble ? (
        <Notice tone="caution" title={chainTrouble.title} isAnnounced>
          {chainTrouble.text}
        </Notice>
      ) : null}
      {apiTrouble ? <ApiTroubleNotice trouble={apiTrouble} /> : null}
    </>
  )
}

const NothingToReview = ({ cvmId, hadDraft, onDiscard }: { cvmId: string; hadDraft: boolean; onDiscard: () => void }) => (
  <Card>
    <EmptyState
      icon={FileSearch}
      title={hadDraft ? 'The server already holds what you edited' : 'Nothing to review'}
      actions={
        <Link to="/cvms/$cvmId/edit" params={{ cvmId }} className={buttonClass('primary')} onClick={hadDraft ? onDiscard : undefined}>
          Edit
        </Link>
      }
    >
      {hadDraft
        ? 'Nothing is left to apply. Somebody else may have made the same change.'
        : 'There are no edits of this CVM in this browser. Change something first; nothing is sent until it was reviewed.'}
    </EmptyState>
  </Card>
)

/** Says every new step once, politely. */
function useAnnouncedStep({ state, isRecovering }: UpdateHandle) {
  const text = isRecovering || state.step === 'draft' || state.step === 'reviewing' ? null : stepTitles[state.step]
  useEffect(() => {
    if (text) announce(text)
  }, [text])
}

const UpdateSkeleton = ({ name }: { name: string }) => (
  <div className="space-y-5" aria-busy="true">
    <PageHeader title={`Update of ${isolated(name)}`} />
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <Skeleton className="h-64 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  </div>
)
