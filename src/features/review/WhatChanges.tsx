import type { ComponentType } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { DraftHandle } from '@/updates/drafts/use-draft.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { encryptedEnvSlot } from '@/updates/plan/request-snippets.ts'
import { ChangesCard } from './changes/ChangesCard.tsx'
import { EnvironmentCard } from './changes/EnvironmentCard.tsx'
import { OtherSettings } from './changes/OtherSettings.tsx'
import { WrittenOutCard } from './changes/WrittenOutCard.tsx'
import { DeviceRefused } from './outcome/DeviceRefused.tsx'
import { OutcomesTable } from './outcome/OutcomesTable.tsx'
import { WayBackCard } from './outcome/WayBackCard.tsx'
import { ComposeFileRequest } from './request/ComposeFileRequest.tsx'
import { RedeployRequest } from './request/RedeployRequest.tsx'
import { RequestCard } from './request/RequestCard.tsx'
import type { Review } from './use-review.ts'

interface WhatChangesProps {
  cvm: Cvm
  update: UpdateHandle
  review: Review | null
  drafts: DraftHandle
  chain: ChainConfig | null
  startApproval: ComponentType<{ cvm: Cvm }>
}

/** What the update changes, what became of it, and the request that says so. */
export function WhatChanges({ cvm, update, review, drafts, chain, startApproval }: WhatChangesProps) {
  const { state } = update
  const isReviewing = state.step === 'draft' || state.step === 'reviewing'
  const hadValues = update.record?.hadSecrets ?? false
  // The table of outcomes says as much as the one of changes, except about texts.
  const isSaidByOutcomes = state.step === 'done' && state.outcomes.length > 0 && !review?.plan.changes.some(({ kind }) => kind === 'text')
  // After one that succeeded it may still turn out to have been a mistake. Sizes and images have no revision to go back to.
  const changedManifest = Boolean(review?.redeploys) || Boolean(review?.plan.changes.some(({ changesComposeHash }) => changesComposeHash))
  return (
    <div className="grid min-w-0 gap-4">
      {state.step === 'failed' ? <DeviceRefused cvm={cvm} startApproval={startApproval} /> : null}
      {state.step === 'failed' ? <WayBackCard cvm={cvm} correlationId={state.correlationId} chain={chain} drafts={drafts} /> : null}
      {state.step === 'done' && (state.outcomes.length > 0 || hadValues) ? (
        <OutcomesTable outcomes={state.outcomes} hadValues={hadValues} />
      ) : null}
      {review && review.plan.changes.length > 0 && !isSaidByOutcomes ? (
        <ChangesCard plan={review.plan} baseline={review.baseline} values={review.values} />
      ) : null}
      {state.step === 'done' && changedManifest ? (
        <WayBackCard cvm={cvm} correlationId={state.correlationId} chain={chain} drafts={drafts} />
      ) : null}
      {isReviewing && review?.redeploys && !review.redeploys.isInForce ? (
        <OtherSettings settings={review.redeploys.settings} isAlone={review.plan.changes.length === 0} />
      ) : null}
      {isReviewing && review && review.writtenOut.length > 0 ? <WrittenOutCard keys={review.writtenOut} /> : null}
      {review?.plan.environment ? (
        <EnvironmentCard cvm={cvm} change={review.plan.environment} isReviewing={isReviewing} isOpen={Boolean(review.problems.envNames)} />
      ) : null}
      {isReviewing && review?.redeploys ? <RedeployRequest cvmId={cvm.id} revision={review.redeploys} /> : null}
      {isReviewing && review?.plan.composeFile ? (
        <ComposeFileRequest
          cvmId={cvm.id}
          keys={{
            ...Object.fromEntries(review.writtenOut.map(({ key, value }) => [key, JSON.parse(value) as unknown])),
            ...review.plan.composeFile,
          }}
        />
      ) : null}
      {isReviewing && review?.plan.patch ? (
        <RequestCard
          cvm={cvm}
          patch={review.plan.environment ? { ...review.plan.patch, encrypted_env: encryptedEnvSlot } : review.plan.patch}
        />
      ) : null}
    </div>
  )
}
