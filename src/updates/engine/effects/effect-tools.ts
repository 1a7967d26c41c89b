import type { Operation } from '@/api/schemas/operation.ts'
import type { Cvm } from '@/domain/cvm.ts'
import type { WantedValues } from '@/updates/fields/fields.ts'
import type { BeforeSending, ChainTrouble, Failure, SentTransaction, UpdateEvent, UpdateState } from '../update-machine.ts'
import type { UpdateWorld } from '../update-world.ts'
import type { LookAhead } from './look-ahead.ts'

/** What an effect may use. It reports with events and nothing else changes the state; its `signal` fires as soon as the state did change. */
export interface EffectTools {
  world: UpdateWorld
  cvm: Pick<Cvm, 'id' | 'appId' | 'kms'>
  /** What the journal knows: the values that the update should lead to, what was so before it was sent, and our transaction if there is one. */
  wanted: WantedValues
  before: BeforeSending | null
  sent: SentTransaction | null
  /** What was read ahead of the request; whoever uses a part of it takes it out. */
  ahead: Partial<LookAhead>
  report: (event: UpdateEvent) => void
  chainTrouble: (trouble: ChainTrouble | null) => void
  apiTrouble: (failure: Failure | null) => void
  operationRead: (operation: Operation) => void
  signal: AbortSignal
}

/** What looking at a chain takes; whoever has no update behind the call can do that too. */
export type ChainTools = Pick<EffectTools, 'report' | 'chainTrouble' | 'signal'> & {
  world: Pick<UpdateWorld, 'chain' | 'clock' | 'pace'>
}

export type StateOf<Step extends UpdateState['step']> = Extract<UpdateState, { step: Step }>
