import { type ReactNode, useSyncExternalStore } from 'react'
import { CopyButton } from '@/ui/controls/CopyButton.tsx'
import { Notice } from './Notice.tsx'
import { type ShownFailure, supportDoor } from './support-door.ts'

export interface FailureNoticeProps {
  /** What happened. */
  title: string
  /** The server's own words, shown as a quotation. */
  message?: string | null | undefined
  /** What is still safe. */
  safe: string
  /** What to do now. */
  next: string
  requestId?: string | null | undefined
  code?: string | null | undefined
  /** More lines for "Copy details", such as the status. Never secrets. */
  details?: string | null | undefined
  actions?: ReactNode
  /** Facts beside the advice, such as messages about single fields. */
  children?: ReactNode
}

/** An error for a person with a next step. Shown once, where the action was. */
export function FailureNotice({ title, message, safe, next, requestId, code, details, actions, children }: FailureNoticeProps) {
  const report = [title, message, details, code && `Code: ${code}`, requestId && `Request id: ${requestId}`].filter(Boolean).join('\n')
  return (
    <Notice tone="stop" role="alert" title={title} actions={actions}>
      {message ? <p className="border-l-2 border-stop/40 pl-2">{message}</p> : null}
      <p>{safe}</p>
      <p>{next}</p>
      {children}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1 text-12 text-muted">
        {code ? (
          <span translate="no" className="font-mono">
            {code}
          </span>
        ) : null}
        {requestId ? (
          <span>
            Request id{' '}
            <span translate="no" className="font-mono">
              {requestId}
            </span>
          </span>
        ) : null}
        <CopyButton value={report} label="details" withText className="-ml-1.5" />
        <SupportDetails
          failure={{ title, message: message ?? null, details: details ?? null, code: code ?? null, requestId: requestId ?? null }}
        />
      </div>
    </Notice>
  )
}

/** Everything that somebody who helps needs, with this failure in it. */
function SupportDetails({ failure }: { failure: ShownFailure }) {
  const open = useSyncExternalStore(supportDoor.subscribe, supportDoor.snapshot)
  return open ? (
    <button
      type="button"
      onClick={() => open(failure)}
      className="inline-flex h-6 items-center rounded-sm font-medium underline decoration-muted/40 underline-offset-4 hover:text-text"
    >
      Support details
    </button>
  ) : null
}
