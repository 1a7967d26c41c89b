import { type ComponentType, type ReactNode, useState } from 'react'
import type { Cvm } from '@/domain/cvm.ts'
import type { StepState } from '@/ui/feedback/Steps.tsx'
import type { UpdateState } from '@/updates/engine/update-machine.ts'
import { ticketOf } from './progress-steps.tsx'

type Verdict = 'holds' | 'fails' | 'unknown'

export type ProofComponent = ComponentType<{
  cvm: Cvm
  askedHash: string | null
  correlationId: string
  onVerdict: (verdict: Verdict) => void
}>

const stepStates: Record<Verdict, StepState> = { holds: 'done', fails: 'failed', unknown: 'waiting' }

/** The step after the last one: the update is done with or without it. `null` while there is nothing to prove. */
export function useProveStep(cvm: Cvm, state: UpdateState, Proof: ProofComponent): { state: StepState; detail: ReactNode } | null {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  if (state.step !== 'done' || cvm.status !== 'running') return null
  return {
    state: verdict ? stepStates[verdict] : 'active',
    detail: <Proof cvm={cvm} askedHash={ticketOf(state)?.composeHash ?? null} correlationId={state.correlationId} onVerdict={setVerdict} />,
  }
}
