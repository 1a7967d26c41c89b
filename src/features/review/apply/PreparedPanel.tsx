import { Diamond, OctagonX } from 'lucide-react'
import { type ComponentType, Suspense, useEffect, useState } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { networkTitle } from '@/domain/network-names.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/controls/Button.tsx'
import { Card } from '@/ui/layout/Card.tsx'
import { Definition } from '@/ui/layout/DefinitionList.tsx'
import { focusPage } from '@/ui/layout/focus-page.ts'
import { HashFacts } from '@/ui/feedback/HashFacts.tsx'
import { Skeleton } from '@/ui/layout/Skeleton.tsx'
import { deviceWords } from '@/updates/verdict/device-allowance.ts'
import { preparedUntil } from '@/updates/handover/handover-link.ts'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import type { Ticket, UpdateState } from '@/updates/engine/update-machine.ts'
import { useChainFacts } from '@/updates/verdict/use-chain-facts.ts'
import { OwnerDefinition } from './OwnerFact.tsx'
import { verdictHindrance } from './verdict-hindrance.ts'
import { VerdictNotices } from './VerdictNotices.tsx'
import { CommitRequest } from '@/features/review/request/CommitRequest.tsx'
import { stepTitles, stopTitle } from '@/features/review/update-texts.ts'

/** What is given to others, loaded when something was prepared. */
export type HandoverComponent = ComponentType<{ cvm: Cvm; ticket: Ticket; commitToken: string | null }>

interface PreparedPanelProps {
  cvm: Cvm
  update: UpdateHandle
  state: Extract<UpdateState, { step: 'externalApproval' }>
  chain: ChainConfig | null
  handover: HandoverComponent
}

/** The update is kept by the server, and others have to act: what they get, and until when it waits. A hash that does not match is handed to nobody. */
export function PreparedPanel({ cvm, update, state, chain, handover: Handover }: PreparedPanelProps) {
  const { ticket, verdict, commitToken } = state
  const [goesOnUnproven, setGoesOnUnproven] = useState(false)
  const { data: contract, isError, chain: connection } = useChainFacts(cvm)
  const isFresh = commitToken !== null
  // Prepared on this page a moment ago: the button that was pressed is gone.
  useEffect(() => {
    if (isFresh) focusPage()
  }, [isFresh])
  const hindrance = verdictHindrance(verdict, goesOnUnproven)
  const isRefused = verdict?.kind === 'mismatch'
  const verdictNotices = (
    <VerdictNotices ticket={ticket} verdict={verdict} goesOnUnproven={goesOnUnproven} onGoOnUnproven={setGoesOnUnproven} />
  )
  return (
    <Card
      {...(isRefused
        ? { title: stopTitle(ticket), icon: OctagonX, tone: 'stop' }
        : { title: stepTitles.externalApproval, icon: Diamond, tone: 'onchain' })}
    >
      <div className="space-y-4">
        {isRefused ? verdictNotices : null}
        {isRefused ? null : (
          <p className="text-13">
            The running version is untouched. The contract is watched: as soon as it allows the hash, this page confirms the update by
            itself. With the page closed, whoever has the finisher link starts it.
          </p>
        )}
        <HashFacts {...ticket} network={networkTitle(ticket.chainId, chain)}>
          <OwnerDefinition cvm={cvm} />
          <Definition term="Device">
            {contract ? (
              deviceWords(contract)
            ) : (
              <span className="text-muted">{isError || !connection ? 'cannot be read at the moment' : 'reading…'}</span>
            )}
          </Definition>
          <Definition term="Kept until about">
            {formatExactTime(preparedUntil(ticket))}
            <span className="text-muted"> – preparing another update of this CVM replaces this one</span>
          </Definition>
        </HashFacts>
        {isRefused ? null : verdictNotices}
        {hindrance === null ? (
          <Suspense fallback={<Skeleton className="h-72 w-full" />}>
            <Handover cvm={cvm} ticket={ticket} commitToken={commitToken} />
            <CommitRequest cvmId={cvm.id} ticket={ticket} />
          </Suspense>
        ) : (
          <p className="text-13 text-muted">Nothing is handed over yet. {hindrance}</p>
        )}
        {update.isFollowing ? null : (
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
            <span className="text-12 text-muted">
              Going back keeps your edits. Links you shared stay valid until another update is prepared.
            </span>
          </div>
        )}
      </div>
    </Card>
  )
}
