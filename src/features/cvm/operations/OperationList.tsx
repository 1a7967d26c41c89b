import { Check, CircleDashed, X } from 'lucide-react'
import type { Operation } from '@/api/schemas/operation.ts'
import { formatDuration, formatExactTime } from '@/lib/durations.ts'
import { operationWords } from '@/domain/operation-texts.ts'
import { Age } from '@/ui/feedback/Age.tsx'
import { classNames } from '@/ui/layout/class-names.ts'
import { CopyableId } from '@/ui/feedback/CopyableId.tsx'
import type { Icon } from '@/ui/layout/icon.ts'
import { Spinner } from '@/ui/feedback/Spinner.tsx'

const marks: Record<string, { icon: Icon; tone: string; word: string }> = {
  completed: { icon: Check, tone: 'text-muted', word: 'Completed' },
  in_progress: { icon: Spinner, tone: 'text-accent', word: 'Running' },
  failed: { icon: X, tone: 'text-stop', word: 'Failed' },
}

/** What happened to a CVM, newest first. */
export const OperationList = ({ operations, isBrief = false }: { operations: Operation[]; isBrief?: boolean }) => (
  <ul className="divide-y divide-line">
    {operations.map((operation) => (
      <OperationRow key={operation.correlationId} operation={operation} isBrief={isBrief} />
    ))}
  </ul>
)

function OperationRow({ operation, isBrief }: { operation: Operation; isBrief: boolean }) {
  const { icon: Mark, tone, word } = marks[operation.status] ?? { icon: CircleDashed, tone: 'text-muted', word: operation.status }
  const seconds = operation.durationMs === null ? null : operation.durationMs / 1000
  return (
    <li className="flex gap-3 px-4 py-3 text-13">
      <Mark aria-hidden className={classNames('mt-0.5 size-4 shrink-0', tone)} strokeWidth={2.25} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5">
          <p className="font-medium">
            {operationWords(operation)} <span className={classNames('font-normal', tone)}>· {word}</span>
          </p>
          <p className="text-12 text-muted">{operation.startedAt ? <Age by="server" at={operation.startedAt} /> : 'start not reported'}</p>
        </div>
        <p className="mt-0.5 text-12 text-muted">
          {operation.triggeredBy ? `by ${operation.triggeredBy}` : 'who started it is not reported'}
          {seconds === null ? null : ` · took ${seconds < 1 ? 'less than a second' : formatDuration(seconds)}`}
        </p>
        {operation.errorMessage ? (
          <p className="mt-1.5 rounded-sm bg-stop-soft px-2 py-1.5 text-stop [overflow-wrap:anywhere]">{operation.errorMessage}</p>
        ) : null}
        {isBrief ? null : (
          <p className="mt-1 flex flex-wrap items-center gap-x-4 text-12 text-muted">
            {operation.startedAt ? <span>Started {formatExactTime(operation.startedAt)}</span> : null}
            <span className="inline-flex items-center gap-1.5">
              Correlation id <CopyableId value={operation.correlationId} label="correlation id" />
            </span>
            {operation.composeHash ? (
              <span className="inline-flex items-center gap-1.5">
                Compose hash <CopyableId value={operation.composeHash} label="compose hash" />
              </span>
            ) : null}
          </p>
        )}
      </div>
    </li>
  )
}
