import { Age } from '@/ui/feedback/Age.tsx'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import type { RefreshPlan } from '@/maintenance/instance-ids/refresh-plan.ts'

/** What a plan says about itself: whose, when, with which options, and the digest that two people can compare. */
export function PlanFacts({ plan }: { plan: RefreshPlan }) {
  const { options } = plan
  const words = [
    options.runningOnly ? 'running only' : 'running or not',
    options.missingOnly ? 'missing only' : 'also those that have an ID',
    options.allowOverwrite ? 'overwriting allowed' : 'nothing is overwritten',
    `${options.chunkSize} IDs per request`,
  ]
  return (
    <dl className="flex flex-wrap items-baseline gap-x-6 gap-y-1 text-12 text-muted">
      <div className="flex items-baseline gap-1.5">
        <dt>Previewed</dt>
        <dd>
          <Age at={plan.createdAt} />
          {plan.createdBy ? ` by ${plan.createdBy}` : ''}
        </dd>
      </div>
      <div className="flex items-baseline gap-1.5">
        <dt>Options</dt>
        <dd>{words.join(', ')}</dd>
      </div>
      <div className="flex items-baseline gap-1.5">
        <dt>Digest</dt>
        <dd>
          <CopyableId value={plan.digest} label="plan digest" />
        </dd>
      </div>
    </dl>
  )
}
