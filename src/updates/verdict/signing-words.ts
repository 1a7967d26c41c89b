import { counted } from '@/lib/counted.ts'
import type { UpdatePlan } from '@/updates/plan/update-plan.ts'
import type { ContractObstacles, OwnerElsewhere } from './use-contract-obstacles.ts'

type Plan = Pick<UpdatePlan, 'sentence' | 'signature'>
type Obstacles = Pick<ContractObstacles, 'owner' | 'isOwnerGone' | 'isDeviceRefused'>

/**
 * What the chain asks for, by who owns the contract: `1 on-chain signature`, `2 on-chain approvals by a Safe`. A refused device is a second
 * call. `null` where the plan asks for none, and where its own words say more.
 */
export function signingWords({ signature }: Pick<Plan, 'signature'>, { owner, isOwnerGone, isDeviceRefused }: Obstacles): string | null {
  if (signature !== 'needed') return null
  if (isOwnerGone) return 'nobody can sign'
  const calls = isDeviceRefused ? 2 : 1
  if (!owner) return counted(calls, 'on-chain signature')
  return `${counted(calls, 'on-chain approval')} by ${inSentence[owner]}`
}

const inSentence: Record<OwnerElsewhere, string> = { 'A Safe': 'a Safe', 'A contract': 'a contract', 'Another account': 'another account' }

/** The plan in one line, as in `3 changes · 1 restart · 1 on-chain signature`, with what the contract's owner makes of the last part. */
export function sentenceFor(plan: Plan, obstacles: Obstacles): string {
  const words = signingWords(plan, obstacles)
  return words === null ? plan.sentence : [...plan.sentence.split(' · ').slice(0, -1), words].join(' · ')
}
