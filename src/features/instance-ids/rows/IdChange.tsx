import { ArrowRight } from 'lucide-react'
import { abbreviate } from '@/lib/abbreviate.ts'
import { classNames } from '@/ui/layout/class-names.ts'
import { abbreviateMarked, markChange, type MarkedId } from './id-change.ts'
import type { PlanRow } from '@/maintenance/instance-ids/refresh-plan.ts'

/** The stored ID and the one found, with what differs marked. The whole IDs on hover. */
export function IdChange({ row: { oldInstanceId, newInstanceId, status } }: { row: PlanRow }) {
  const wouldChange = (status === 'updated' || status === 'conflict') && newInstanceId !== oldInstanceId
  if (oldInstanceId !== null && !wouldChange) {
    return (
      <code translate="no" className="font-mono text-12 text-muted" title={oldInstanceId}>
        {abbreviate(oldInstanceId)}
      </code>
    )
  }
  if (newInstanceId === null || !wouldChange) return <span className="text-muted">{status === 'error' ? 'none found' : 'none'}</span>
  const marked = oldInstanceId === null ? null : markChange(oldInstanceId, newInstanceId)
  return (
    <span
      className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 align-middle sm:flex-nowrap"
      title={`${oldInstanceId ?? 'none'} → ${newInstanceId}`}
    >
      {marked ? <Marked id={marked.old} isOld /> : <span className="text-muted">none</span>}
      <ArrowRight aria-label="becomes" className="size-3 shrink-0 text-muted" />
      {marked ? <Marked id={marked.new} /> : <Marked id={{ before: '', changed: newInstanceId, after: '' }} />}
    </span>
  )
}

function Marked({ id, isOld = false }: { id: MarkedId; isOld?: boolean }) {
  const { before, changed, after } = abbreviateMarked(id)
  const Mark = isOld ? 'del' : 'ins'
  return (
    <code translate="no" className="font-mono text-12">
      {before}
      {changed ? (
        <Mark className={classNames('rounded-sm px-0.5', isOld ? 'bg-sunken text-muted' : 'bg-changed-soft text-changed no-underline')}>
          {changed}
        </Mark>
      ) : null}
      {after}
    </code>
  )
}
