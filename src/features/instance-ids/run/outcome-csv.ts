import type { PlanRow, RefreshPlan } from '@/maintenance/instance-ids/refresh-plan.ts'
import { outcomesOf, type RunState } from '@/maintenance/instance-ids/refresh-run.ts'
import { outcomeWords, type RowOutcome } from '@/maintenance/instance-ids/row-outcome.ts'

/**
 * One cell. A text that a spreadsheet would take for a formula gets an apostrophe in front, also where the sign comes after blanks, and
 * every text is quoted. Sources: OWASP "CSV injection", RFC 4180.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^(?:[\t\r\n]|\s*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20])/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

const byteOrderMark = '\uFEFF'

/** Lines with CRLF and a byte order mark, which is what spreadsheets need to read UTF-8. */
const csvText = (rows: (string | number | boolean | null)[][]) =>
  byteOrderMark + rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')

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
