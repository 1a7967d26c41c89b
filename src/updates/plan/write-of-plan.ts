import type { Write } from '@/updates/engine/update-machine.ts'
import type { UpdatePlan } from './update-plan.ts'

/** What a plan of edits asks of the server; `null` where there is nothing to send, or edits stand in each other's way. */
export function writeOfPlan({ patch, composeFile }: Pick<UpdatePlan, 'patch' | 'composeFile'>): Write | null {
  if (composeFile) return { kind: 'composeFile', changes: composeFile }
  return patch && { kind: 'patch', patch }
}
