import { type ComponentType, type ReactNode, useCallback, useState } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import type { StepState } from '@/ui/feedback/Steps.tsx'
import type { UpdateHandle } from '@/updates/engine/update-handle.ts'
import { ticketOf } from './progress-steps.tsx'

type Verdict = 'holds' | 'fails' | 'unknown'

export interface ProofProps {
  cvm: Cvm
  /** The hash that the update asked for; `null` where the server was not asked for one. */
  askedHash: string | null
  /** Names the update. */
  correlationId: string
  /** ISO time by the server at which the update began; `null` where that was not read. */
  startedAt: string | null
  /** Told of this update's proof when it is known, and again when that changes; `null` while it is being looked for. */
  onVerdict: (verdict: Verdict | null) => void
}

export type ProofComponent = ComponentType<ProofProps>

const stepStates: Record<Verdict, StepState> = { holds: 'done', fails: 'failed', unknown: 'unclear' }

/** The step after the last one: the update is done with or without it. `null` while there is nothing to prove. */
export function useProveStep(
  cvm: Cvm,
  { state, operation }: Pick<UpdateHandle, 'state' | 'operation'>,
  Proof: ProofComponent,
): { state: StepState; detail: ReactNode } | null {
  const correlationId = state.step === 'done' ? state.correlationId : null
  // The page stays for the next update, of which the last one's verdict says nothing.
  const [told, setTold] = useState<{ correlationId: string | null; verdict: Verdict | null } | null>(null)
  const onVerdict = useCallback((verdict: Verdict | null) => setTold({ correlationId, verdict }), [correlationId])
  if (correlationId === null || cvm.status !== 'running') return null
  const verdict = told?.correlationId === correlationId ? told.verdict : null
  return {
    state: verdict ? stepStates[verdict] : 'active',
    detail: (
      <Proof
        key={correlationId}
        cvm={cvm}
        askedHash={ticketOf(state)?.composeHash ?? null}
        correlationId={correlationId}
        startedAt={operation?.startedAt ?? null}
        onVerdict={onVerdict}
      />
    ),
  }
}
