import { Diamond, OctagonX } from 'lucide-react'
import { useState } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { HashFacts } from '@/ui/feedback/HashFacts.tsx'
import { Notice } from '@/ui/feedback/Notice.tsx'
import { Spinner } from '@/ui/feedback/Spinner.tsx'
import { approvalLink } from '@/updates/handover/handover-link.ts'
import { wordsFor } from '@/updates/engine/sign-note-texts.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { Name } from '@/ui/layout/Name.tsx'
import { OwnerDefinition } from './OwnerFact.tsx'
import { verdictHindrance } from './verdict-hindrance.ts'
import { VerdictNotices } from './VerdictNotices.tsx'
import { drivenElsewhere, stepTitles, stopTitle } from '@/features/review/update-texts.ts'

interface SignPanelProps {
  cvm: Cvm
  update: UpdateHandle
  state: Extract<UpdateState, { step: 'hashRequired' | 'wallet' }>
  chain: ChainConfig | null
}

/** What has to be signed, and why, before any wallet opens. A hash that is not what the edits lead to is never offered for signing. */
export function SignPanel({ cvm, update, state, chain }: SignPanelProps) {
  const { ticket, verdict } = state
  const note = state.step === 'hashRequired' && state.note ? wordsFor(state.note, ticket, state.searchedBackTo) : null
  const [goesOnUnproven, setGoesOnUnproven] = useState(false)
  const disabledReason = verdictHindrance(verdict, goesOnUnproven) ?? (update.isFollowing ? drivenElsewhere : null)

  const isRefused = verdict?.kind === 'mismatch'
  const verdictNotices = (
    <VerdictNotices ticket={ticket} verdict={verdict} goesOnUnproven={goesOnUnproven} onGoOnUnproven={setGoesOnUnproven} />
  )
  return (
    <Card
      {...(isRefused
        ? { title: stopTitle(ticket), icon: OctagonX, tone: 'stop' }
        : { title: stepTitles.hashRequired, icon: Diamond, tone: 'onchain' })}
    >
      <div className="space-y-4">
        {isRefused ? verdictNotices : null}
        {note ? (
          <Notice tone={note.isTrouble ? 'caution' : 'neutral'} title={note.title} isAnnounced>
            {note.text}
          </Notice>
        ) : isRefused ? null : (
          <p className="text-13">
            The change is prepared; the running version is untouched. The contract’s owner signs one call,{' '}
            <code translate="no" className="font-mono">
              addComposeHash
            </code>
            , and the update continues by itself. The contract is watched, so a signature from another device counts as well.
          </p>
        )}
        <HashFacts {...ticket} network={networkTitle(ticket.chainId, chain)}>
          <OwnerDefinition cvm={cvm} />
        </HashFacts>
        {isRefused ? null : verdictNotices}
        {state.step === 'wallet' ? (
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            {state.stage === 'unanswered' ? (
              <p className="text-13 text-muted">A request may still be open in your wallet. Reject it there before you go back.</p>
            ) : (
              <p className="flex items-center gap-2 text-13 text-muted">
                <Spinner /> {state.stage === 'prompting' ? 'Your wallet is being asked.' : stepTitles.wallet}
              </p>
            )}
            {state.stage === 'prompting' || update.isFollowing ? null : (
              <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
            )}
          </div>
        ) : (
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant={isRefused ? 'secondary' : 'onchain'}
              icon={Diamond}
              disabledReason={disabledReason}
              onClick={() => update.send({ type: 'openWallet' })}
            >
              {note ? 'Sign again' : 'Sign'}
            </Button>
            {/* A hash that is not offered for signing here is not handed to anybody else either. */}
            {disabledReason === null ? (
              <CopyButton value={approvalLink({ ticket, cvmName: cvm.name }, location.origin)} label="approval link" asButton="md" />
            ) : null}
            <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
            <span className="text-12 text-muted">
              Going back keeps your edits and leaves <Name>{cvm.name}</Name> as it is.
            </span>
          </div>
        )}
      </div>
    </Card>
  )
}
