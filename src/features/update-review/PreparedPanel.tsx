import { Diamond } from 'lucide-react'
import { type ComponentType, Suspense, useEffect, useState } from 'react'
import type { ChainConfig } from '@/api/schemas/runtime-config.ts'
import type { Cvm } from '@/domain/cvm.ts'
import { formatExactTime } from '@/lib/durations.ts'
import { Button } from '@/ui/Button.tsx'
import { Card } from '@/ui/Card.tsx'
import { Definition } from '@/ui/DefinitionList.tsx'
import { focusPage } from '@/ui/focus-page.ts'
import { HashFacts } from '@/ui/HashFacts.tsx'
import { Skeleton } from '@/ui/Skeleton.tsx'
import { deviceWords } from '@/updates/device-allowance.ts'
import { preparedUntil } from '@/updates/hand-over-link.ts'
import type { HashSeal } from '@/updates/hash-seal.ts'
import type { UpdateHandle } from '@/updates/update-handle.ts'
import type { Ticket, UpdateState } from '@/updates/update-machine.ts'
import { useChainFacts } from '@/updates/use-chain-facts.ts'
import { sealHindrance } from './seal-hindrance.ts'
import { SealNotices } from './SealNotices.tsx'
import { stepTitles } from './update-words.ts'

/** What is given to others, loaded when something was prepared. */
export type HandOff = ComponentType<{ cvm: Cvm; ticket: Ticket; commitToken: string | null }>

interface PreparedPanelProps {
  cvm: Cvm
  update: UpdateHandle
  state: Extract<UpdateState, { step: 'externalApproval' }>
  chain: ChainConfig | null
  seal: HashSeal | null
  cannotRead: unknown
  handOff: HandOff
}

/** The update is kept by the server, and others have to act: what they get, and until when it waits. A hash that does not match is handed to nobody. */
export function PreparedPanel({ cvm, update, state, chain, seal, cannotRead, handOff: HandOffParts }: PreparedPanelProps) {
  const { ticket, commitToken } = state
  const [goesOnUnproven, setGoesOnUnproven] = useState(false)
  const { data: contract, isError, chain: connection } = useChainFacts(cvm)
  const isFresh = commitToken !== null
  // Prepared on this page a moment ago: the button that was pressed is gone.
  useEffect(() => {
    if (isFresh) focusPage()
  }, [isFresh])
  const hindrance = sealHindrance(seal, goesOnUnproven)
  return (
    <Card title={stepTitles.externalApproval} icon={Diamond} tone="onchain">
      <div className="space-y-4">
        <p className="text-13">
          The running version is untouched. The contract is watched: as soon as it allows the hash, this page confirms the update by itself.
          With the page closed, whoever has the finisher link starts it.
        </p>
        <HashFacts {...ticket} chainName={chain?.name ?? null}>
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
        <SealNotices
          cvmId={cvm.id}
          composeHash={ticket.composeHash}
          seal={seal}
          cannotRead={cannotRead}
          goesOnUnproven={goesOnUnproven}
          onGoOnUnproven={setGoesOnUnproven}
        />
        {hindrance === null ? (
          <Suspense fallback={<Skeleton className="h-72 w-full" />}>
            <HandOffParts cvm={cvm} ticket={ticket} commitToken={commitToken} />
          </Suspense>
        ) : (
          <p className="text-13 text-muted">Nothing is handed over yet. {hindrance}</p>
        )}
        {update.isFollowing ? null : (
          <div className="flex flex-wrap items-center gap-2">
            <Button onClick={() => update.send({ type: 'startOver' })}>Back to the review</Button>
            <span className="text-12 text-muted">
              Going back keeps your edits. Links that were handed out stay good until another update is prepared.
            </span>
          </div>
        )}
      </div>
    </Card>
  )
}
