import type { PlanRow, RefreshPlan } from '@/maintenance/instance-ids/refresh-plan.ts'
import { outcomesOf, type RunState } from '@/maintenance/instance-ids/refresh-run.ts'
import { csvText } from '@/lib/csv.ts'
import { outcomeWords, type RowOutcome } from '@/maintenance/instance-ids/row-outcome.ts'

const columns = [
  'id',
  'name',
  'preview',
  'old_instance_id',
  'new_instance_id',
  'source',
  'gateway_verified',
  'preview_reason',
  'outcome',
  'outcome_detail',
]

const previewCells = (row: PlanRow) => [
  row.id,
  row.name,
  row.status,
  row.oldInstanceId,
  row.newInstanceId,
  row.source,
  row.verifiedWithGateway,
  row.reason,
]

/** Every row of the scope with its preview and what became of it. */
export function outcomeCsv(rows: readonly { row: PlanRow; outcome: RowOutcome }[]): string {
  return csvText([columns, ...rows.map(({ row, outcome }) => [...previewCells(row), outcomeWords[outcome.kind].label, outcome.detail])])
}

/** The same as JSON, with what is needed to check it later: the plan's digest and options, who and when, the ticks. */
export function outcomeJson(plan: RefreshPlan, state: RunState, actor: string | null): string {
  const report = {
    planDigest: plan.digest,
    upstream: plan.upstream,
    options: plan.options,
    plannedAt: plan.createdAt,
    plannedBy: plan.createdBy,
    appliedBy: actor,
    startedAt: state.startedAt,
    finishedAt: state.step === 'finished' ? state.finishedAt : null,
    isStopped: state.step === 'finished' && state.isStopped,
    overwritten: [...state.ticked],
    rows: outcomesOf(plan, state).map(({ row, outcome }) => ({ preview: row, outcome })),
  }
  return `${JSON.stringify(report, null, 1)}\n`
}
